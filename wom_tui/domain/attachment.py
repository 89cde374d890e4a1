"""Which documents and pictures belong to an order, and where are they? A reference each: the file itself stays there.

Nothing here is ever opened or fetched. Who attached a file, and when, is in the journal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import SplitResult, unquote, urlsplit

from wom_tui.domain.fact import Fact
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput

LONGEST_PLACE, LONGEST_NAME, LONGEST_NOTE = 2_000, 120, 1_000
SCHEMES = ("http", "https", "ftp", "sftp")
PLACE_SAYS = "an address (http, https, ftp, sftp) or a path"


class FileKind(StrEnum):
    """What a file is, by what its name ends in."""

    PICTURE = "picture"
    DOCUMENT = "document"
    TABLE = "table"
    DRAWING = "drawing"
    SOUND = "sound"
    VIDEO = "video"
    MESSAGE = "message"
    ARCHIVE = "archive"
    PAGE = "page"
    FILE = "file"


_SUFFIXES: Mapping[FileKind, str] = {
    FileKind.PICTURE: "jpg jpeg png gif heic heif webp bmp tif tiff avif",
    FileKind.DOCUMENT: "pdf doc docx odt rtf txt md",
    FileKind.TABLE: "csv tsv xls xlsx ods",
    FileKind.DRAWING: "dwg dxf svg vsd vsdx ifc",
    FileKind.SOUND: "mp3 m4a wav ogg opus amr",
    FileKind.VIDEO: "mp4 mov avi mkv webm 3gp",
    FileKind.MESSAGE: "eml msg",
    FileKind.ARCHIVE: "zip 7z tar gz rar",
    FileKind.PAGE: "htm html",
}
_KINDS = MappingProxyType({suffix: kind for kind, said in _SUFFIXES.items() for suffix in said.split()})


@dataclass(frozen=True, kw_only=True)
class Attachment(Fact):
    """One file of an order.

    Attributes:
        name: what people call it; no two files of an order share one.
        place: where it is: an address, or a path as the office's people know it.
    """

    order_id: int
    name: str
    place: str
    note: str = ""

    @property
    def kind(self) -> FileKind:
        """By the end of the place, else of the name; an address that tells nothing is a page."""
        for text in (_path_of(self.place), self.name):
            _, dot, suffix = text.rpartition(".")
            if dot and (kind := _KINDS.get(suffix.casefold())) is not None:
                return kind
        return FileKind.PAGE if self.place.casefold().startswith(("http:", "https:")) else FileKind.FILE


_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")


def place_of(said: str, field: str = "place") -> str:
    """The place as it is kept: without blanks around it.

    Raises:
        InvalidInput: nobody could go there, or should.
    """
    place = said.strip(" ")
    if reason := _fault(place):
        raise InvalidInput(field, said, f"{PLACE_SAYS}; {reason}")
    return place


def _fault(place: str) -> str:
    """Why it cannot be a place; nothing where it can."""
    if not place:
        return "nothing is said"
    if len(place) > LONGEST_PLACE:
        return f"this has {len(place):,} characters, at most {LONGEST_PLACE:,} are kept"
    if not place.isprintable():
        return "this holds characters that cannot be seen"
    scheme = _SCHEME.match(place)
    if scheme is None or _DRIVE.match(place):
        return ""
    if (name := scheme[1].casefold()) not in SCHEMES:
        return f"{name}: is none of them; a path with a colon begins with ./"
    return _fault_of_address(place)


def _fault_of_address(place: str) -> str:
    if " " in place:
        return "an address has no spaces: write %20"
    parts = _split(place)
    if parts is None or not parts.hostname:
        return "this address names no host"
    return "it would show a password: leave that out" if parts.password is not None else ""


def _split(place: str) -> SplitResult | None:
    """The parts of an address; None where it has none that could be told apart."""
    try:
        return urlsplit(place)
    except ValueError:
        return None


def _path_of(place: str) -> str:
    """Of an address only the path; of a path all."""
    parts = _split(place) if _SCHEME.match(place) and not _DRIVE.match(place) else None
    return place if parts is None else parts.path


def name_in(place: str) -> str:
    """What a file is called that nobody gives a name: the last word of its place."""
    last = re.split(r"[\\/]", _path_of(place).rstrip("\\/"))[-1]
    plain = unquote(last).strip()
    said = plain if plain.isprintable() else last
    if not said:
        parts = _split(place)
        said = (parts.hostname if parts else "") or place
    stem, dot, suffix = said.rpartition(".")
    end = f".{suffix}" if dot and stem and suffix.casefold() in _KINDS else ""
    return said.removesuffix(end)[: LONGEST_NAME - len(end)].strip() + end


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, with a number where another file of the order has it: `report-2.jpg`."""
    others = {one.casefold() for one in taken}
    stem, dot, suffix = name.rpartition(".")
    first, end = (stem, f".{suffix}") if dot and stem else (name, "")
    tried, number = name, 1
    while tried.casefold() in others:
        number += 1
        tried = f"{first}-{number}{end}"
    return tried


def said_name(said: str, field: str = "name") -> str:
    """The name as it is kept.

    Raises:
        InvalidInput: nobody could read it, or type it again.
    """
    name = said.strip(" ")
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise InvalidInput(field, said, f"a name of 1 to {LONGEST_NAME} characters that can be seen")
    return name


def said_note(said: str, field: str = "note") -> str:
    """The note as it is kept.

    Raises:
        InvalidInput: it is too long.
    """
    note = said.strip()
    if len(note) > LONGEST_NOTE:
        raise InvalidInput(field, said, f"a note of at most {LONGEST_NOTE:,} characters")
    return note


def called(name: str, files: Iterable[Attachment]) -> Attachment | None:
    """The file of that name, in any case of its letters."""
    said = name.strip().casefold()
    return next((one for one in files if one.name.casefold() == said), None)


def name_violations(file: Attachment, beside: Collection[Attachment]) -> Iterator[Violation]:
    """Say that another file of the order has the name."""
    other = called(file.name, (one for one in beside if one.id != file.id))
    if other is not None:
        yield Violation(
            code="record.exists",
            message=f"order {file.order_id} has a file {other.name} already: {other.place}; give this one another name",
            facts={"number": file.order_id, "name": other.name},
        )
