"""Checks a folder of published election files: `python -m pb.ballots FOLDER [HASH]`; counts nothing."""

import sys
from collections.abc import Sequence
from pathlib import Path

from pb.ballots.verifier import Report, verify_election

USAGE = """python -m pb.ballots FOLDER [MANIFEST-HASH]

Checks the published files of an election against each other: every signature, every ballot, the whole log.
Give the manifest's hash as you found it elsewhere (a newspaper, a witness) to know that it is the election.
Put checkpoints.txt of a day when people still voted into the folder as witnessed.txt, and voters' receipts as
receipts.txt, to check that nothing was changed or dropped since.
"""


def main(arguments: Sequence[str]) -> int:
    """0: everything holds; 1: something is wrong; 2: not called as it should be."""
    folder = Path(arguments[0]) if arguments else None
    if folder is None or len(arguments) > 2 or not folder.is_dir():
        sys.stderr.write(USAGE)
        return 2
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    report = verify_election(files, arguments[1] if len(arguments) == 2 else None)
    sys.stdout.writelines(f"{line}\n" for line in lines_of(report))
    return 0 if report.passed else 1


def lines_of(report: Report) -> list[str]:
    """The report for a terminal."""
    lines = [f"manifest    {report.manifest}"]
    for check in report.checks:
        lines.append(f"{check.name:<12}{'holds' if check.passed else f'FAILS, {check.found} found'}")
        lines.extend(f"            {fault}" for fault in check.faults)
    lines.append(f"{report.leaves} ballots under {report.checkpoints} checkpoints")
    lines.extend(
        f"{code}: issued {total.issued}, reissued {total.reissued}, cast {total.cast}"
        + (f", on paper {total.paper}" if total.paper else "")
        for code, total in report.contests.items()
    )
    lines.append("EVERYTHING HOLDS" if report.passed else "SOMETHING IS WRONG")
    return lines


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
