"""Lines of a .pb file: every fault of bytes, packing or quoting becomes one error with line and reason.

What the sections hold is not looked at here.
"""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator
from io import TextIOWrapper

Progress = Callable[[int, int], None]
"""Called now and then with bytes read and bytes in all, as stored on disk."""

_EVERY = 10_000
_SECTIONS = ("META", "PROJECTS", "VOTES")


class PabulibError(ValueError):
    """The file breaks the format: `line` counts from 1, `reason` is one sentence."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class Lines:
    """Rows of the file; `line` is the line on which the last row began. Blank lines are passed over."""

    def __init__(self, text: TextIOWrapper, progress: Progress | None, where: Callable[[], tuple[int, int]]) -> None:
        self._csv = csv.reader(text, delimiter=";", strict=True)
        self._progress = progress
        self._where = where
        self.line = 1
        self.rows = self._rows()

    def _rows(self) -> Iterator[list[str]]:
        began = 1
        try:
            for row in self._csv:
                self.line, began = began, self._csv.line_num + 1
                if self._progress and len(row) and self.line % _EVERY == 0:
                    self._progress(*self._where())
                if row:
                    yield row
        except csv.Error as error:
            raise PabulibError(began, f"broken quoting: {error}") from error
        except UnicodeDecodeError as error:
            raise PabulibError(began, "the text is not UTF-8 from here on") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise PabulibError(began, "the gzip file is damaged or cut short") from error

    def fail(self, reason: str) -> PabulibError:
        return PabulibError(self.line, reason)

    def expect_title(self, title: str) -> None:
        if next(self.rows, None) != [title]:
            raise self.fail(f"expected the title {title}")

    def header(self, *required: str) -> list[str]:
        header = next(self.rows, None)
        if header is None or header[: len(required)] != list(required):
            raise self.fail(f"expected a header that begins with {';'.join(required)}")
        if len(set(header)) != len(header):
            raise self.fail("the header names a column twice")
        return header

    def until(self, title: str) -> Iterator[list[str]]:
        """The rows of a section, up to the title of the next."""
        for row in self.rows:
            if row == [title]:
                return
            if len(row) == 1 and row[0] in _SECTIONS:
                raise self.fail(f"expected the section {title}, found {row[0]}")
            yield row
        raise self.fail(f"the file ends before its {title} section")

    def check_width(self, row: list[str], header: list[str]) -> None:
        if len(row) != len(header):
            raise self.fail(f"the line has {len(row)} columns, the header {len(header)}")
