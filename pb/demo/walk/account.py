"""The printed account of a walk: what happened at each stage, how long it took, and whether all agrees."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import click

from pb.demo.walk.browser import Disagreement


@dataclass
class Account:
    """Stages with their seconds, figures in the order they became known, and disagreements."""

    seconds: dict[str, float] = field(default_factory=dict)
    figures: list[tuple[str, str]] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; a disagreement ends the walk but not the account."""
        started = time.monotonic()
        try:
            yield
        finally:
            self.seconds[name] = time.monotonic() - started
            click.echo(f"  {name:<34} {self.seconds[name]:6.1f} s")

    def note(self, name: str, value: object) -> None:
        """A figure for the account."""
        self.figures.append((name, str(value)))

    def agree(self, name: str, left: object, right: object) -> None:
        """Note both sides; they must be equal."""
        self.note(name, f"{left} = {right}" if left == right else f"{left} ≠ {right}")
        if left != right:
            self.disagreements.append(f"{name}: {left!r} is not {right!r}")

    def need(self, holds: object, sentence: str) -> None:
        """Stop the walk when something the next stage stands on does not hold."""
        if not holds:
            raise Disagreement(sentence)

    def print(self) -> int:
        """Print everything; the exit code: 0 when all agree."""
        click.echo("")
        for name, value in self.figures:
            click.echo(f"  {name:<34} {value}")
        click.echo(f"  {'seconds in all':<34} {sum(self.seconds.values()):.1f}")
        for sentence in self.disagreements:
            click.echo(f"  DISAGREES: {sentence}")
        click.echo("\n  all agree" if not self.disagreements else "\n  does not agree")
        return 1 if self.disagreements else 0
