"""The bytes of a file and their text, gunzipped where they need it, and never more of them than a machine can take."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from wom_tui.errors import GatewayError, InvalidInput

CHUNK = 1 << 20
LONGEST_LINE = 4 << 20  # characters: a longer one is no row of anything
# What is packed more tightly than any table was packed to do harm.
_MOST_TIMES, _UNSUSPICIOUS = 150, 64 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with that one's mark
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Content:
    """What was found out by reading the bytes through once.

    Attributes:
        digest: SHA-256 of the content, the same whether it is gzipped or not.
        encoding: of its text: what its mark says, else UTF-8 where that fits, else Windows-1252; empty where none does.
        start: its first bytes.
    """

    digest: str
    encoding: str
    start: bytes

    @property
    def is_binary(self) -> bool:
        """It begins with what stands in no text, whatever its encoding."""
        return not self.encoding.startswith(("utf-16", "utf-32")) and any(
            byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b" for byte in self.start
        )


def survey(path: Path) -> Content:
    """Read a file through.

    Raises:
        InvalidInput: there is no such file, or it would grow beyond measure.
        GatewayError: it is damaged, or cannot be read.
    """
    if path.exists() and not path.is_file():
        raise InvalidInput("file", str(path), "a file that is there; save what comes from a pipe or a device")
    digest, utf8, cp1252, start = hashlib.sha256(), _Trial("utf-8"), _Trial("cp1252"), b""
    packed, size = path.stat().st_size if path.exists() else 0, 0
    with bytes_of(path) as source:
        while chunk := source.read(CHUNK):
            start = start or chunk[:4096]
            size += len(chunk)
            if size > _UNSUSPICIOUS and size > packed * _MOST_TIMES:
                raise InvalidInput(
                    "file", path.name, f"a file that grows less than {_MOST_TIMES} times when unpacked"
                )
            digest.update(chunk)
            utf8.feed(chunk)
            cp1252.feed(chunk)
    utf8.end()
    marked = next((name for bom, name in _BOMS if start.startswith(bom)), "")
    encoding = marked or ("utf-8" if utf8.fits else "cp1252" if cp1252.fits else "")
    return Content(digest.hexdigest(), encoding, start)


@contextmanager
def bytes_of(path: Path) -> Iterator[IO[bytes]]:
    """The content, gunzipped.

    Raises:
        InvalidInput, GatewayError: see `survey`.
    """
    try:
        with path.open("rb") as raw:
            is_gzip = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_gzip else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise GatewayError(f"{path.name} is damaged: {error}") from error
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InvalidInput("file", str(path), "a file that is there") from error
    except OSError as error:
        raise GatewayError(f"{path.name} cannot be read: {error.strerror or error}") from error


@contextmanager
def text_of(path: Path, encoding: str) -> Iterator[IO[str]]:
    """The content as text, line ends as they are."""
    with bytes_of(path) as source, io.TextIOWrapper(source, encoding=encoding, newline="") as text:
        try:
            yield text
        except UnicodeDecodeError as error:
            raise InvalidInput(
                "file", path.name, f"text in {encoding.upper()}, as its first bytes say"
            ) from error


def physical_lines(text: IO[str], name: str) -> Iterator[str]:
    """The lines of a text with their ends.

    Raises:
        InvalidInput: one is so long that it cannot be a row.
    """
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise InvalidInput(
                "file", name, f"lines shorter than {LONGEST_LINE:,} characters; line {number} is longer"
            )
        yield line


class _Trial:
    """Whether all bytes of a file fit an encoding."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self.fits = True

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        if self.fits:
            try:
                self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self.fits = False

    def end(self) -> None:
        self.feed(b"", final=True)
