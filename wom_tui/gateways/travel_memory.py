"""Which trips are known already? Seconds by pair of places, in memory and in one file of the user's cache.

A file belongs to one source in one version. It is written whole, with what other programs have written meanwhile; of
two that write in the same instant one is the later, and what the other has learned is learned again. A spoilt file is
none.
"""

from __future__ import annotations

import atexit
import hashlib
import threading
import zlib
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Final

from wom_tui.domain.place import Place
from wom_tui.errors import WomError
from wom_tui.folders import cache_folder
from wom_tui.gateways.files.whole import written_whole

UNKNOWN: Final = -1
NO_WAY: Final = -2  # the source has said that there is none
PLACES_MAX: Final = 2_500  # 25 MB; a place more, and it begins anew
_WORTH_KEEPING: Final = 2_000  # new trips after which the file is written again, at least
_MAGIC: Final = b"wom travel 1\n"


class TravelMemory:
    """Seconds from place to place; `UNKNOWN` where nothing was learned yet.

    Attributes:
        is_written: False in a process that writes no file for whoever uses it; it reads what there is.
    """

    is_written: ClassVar[bool] = True

    def __init__(self, file: Path | None = None) -> None:
        """Remember where the file is; it is read at the first question.

        Args:
            file: where the trips outlast the program; None: nowhere.
        """
        self._file = file
        self._is_read = file is None
        self._numbers: dict[Place, int] = {}
        self._rows: list[array[int]] = []
        self._seen: tuple[int, int] | None = None  # the file as it was read or written last
        self._learned = self._kept = 0
        self._lock = threading.RLock()  # a console's workers ask at the same time

    def trip_s(self, a: Place, b: Place) -> int:
        """Seconds from a to b, UNKNOWN or NO_WAY."""
        with self._lock:
            self._read()
            row, column = self._numbers.get(a), self._numbers.get(b)
            return UNKNOWN if row is None or column is None else self._rows[row][column]

    def rows(self, origins: Sequence[Place], destinations: Sequence[Place]) -> list[list[int]]:
        """The same for many."""
        with self._lock:
            self._read()
            columns = [self._numbers.get(place) for place in destinations]
            numbers = [self._numbers.get(place) for place in origins]
            known = [None if number is None else self._rows[number] for number in numbers]
            return [
                [UNKNOWN if row is None or column is None else row[column] for column in columns]
                for row in known
            ]

    def learn(
        self, origins: Sequence[Place], destinations: Sequence[Place], rows: Sequence[Sequence[int]]
    ) -> None:
        """Take in what the source said; now and then the file is written anew.

        More places at once than it holds are not remembered at all.
        """
        with self._lock:
            self._read()
            named = {*origins, *destinations}
            if len(named) > PLACES_MAX:
                return
            if len(named | self._numbers.keys()) > PLACES_MAX:
                self._numbers, self._rows, self._kept = {}, [], 0
            columns = self._numbered(destinations)
            for row, said in zip(self._numbered(origins), rows, strict=True):
                known = self._rows[row]
                for column, seconds in zip(columns, said, strict=True):
                    known[column] = seconds
            self._learned += len(columns) * len(rows)
            if self._learned > max(_WORTH_KEEPING, self._kept // 4):
                self.keep()

    def keep(self) -> None:
        """Write the file, where something is new. A cache that cannot be written is none: the answers stay right."""
        with self._lock:
            if self._file is None or not self._learned or not self.is_written:
                return
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._take_in(self._file)
                with written_whole(self._file) as target:
                    target.write(self._packed())
                self._file.chmod(0o600)  # where the customers are
                self._seen = _version_of(self._file)
            except (OSError, WomError):
                self._file = None
            self._kept, self._learned = self._kept + self._learned, 0

    def _take_in(self, file: Path) -> None:
        """What other programs have written since this one read the file; where both know a trip, ours holds."""
        if _version_of(file) == self._seen:
            return
        others = TravelMemory(file)
        others._read()
        if len(others._numbers.keys() | self._numbers.keys()) > PLACES_MAX:
            return
        columns = others._numbered(self._numbers)
        for row, mine in zip(columns, self._rows, strict=True):
            theirs = others._rows[row]
            for column, seconds in zip(columns, mine, strict=True):
                if seconds != UNKNOWN:
                    theirs[column] = seconds
        self._numbers, self._rows = others._numbers, others._rows

    def _numbered(self, places: Iterable[Place]) -> list[int]:
        fresh = [place for place in dict.fromkeys(places) if place not in self._numbers]
        if fresh:
            for row in self._rows:
                row.extend([UNKNOWN] * len(fresh))
            width = len(self._numbers) + len(fresh)
            self._rows += [array("i", [UNKNOWN]) * width for _ in fresh]
            self._numbers.update(zip(fresh, range(len(self._numbers), width), strict=True))
        return [self._numbers[place] for place in places]

    def _packed(self) -> bytes:
        """The file: how many places, where they are, their rows; and a sum over it."""
        where = array("d", [degrees for place in self._numbers for degrees in (place.lat, place.lon)])
        count = array("i", [len(self._numbers)])
        body = b"".join((count.tobytes(), where.tobytes(), *(row.tobytes() for row in self._rows)))
        return _MAGIC + zlib.crc32(body).to_bytes(4, "big") + body

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        assert self._file is not None
        self._seen = _version_of(self._file)
        try:
            if self._file.stat().st_size > _packed_size(PLACES_MAX):
                return
            self._unpack(self._file.read_bytes())
        except (OSError, ValueError, IndexError, WomError):
            self._numbers, self._rows = {}, []

    def _unpack(self, packed: bytes) -> None:
        head, body = packed[: len(_MAGIC) + 4], packed[len(_MAGIC) + 4 :]
        if head != _MAGIC + zlib.crc32(body).to_bytes(4, "big"):
            raise ValueError("spoilt, or of another version")
        count = array("i", body[: array("i").itemsize])[0]
        if not 0 <= count <= PLACES_MAX or len(packed) != _packed_size(count):
            raise ValueError("not as long as it says")
        width = array("i").itemsize
        rows_at = width + 2 * count * array("d").itemsize
        where = array("d", body[width:rows_at])
        self._numbers = {Place(where[2 * n], where[2 * n + 1]): n for n in range(count)}
        self._rows = [
            array("i", body[rows_at + n * count * width : rows_at + (n + 1) * count * width])
            for n in range(count)
        ]
        if len(self._numbers) != count or any(min(row) < NO_WAY for row in self._rows):
            raise ValueError("holds what was never learned")
        self._kept = count * count


def kept_trips(*source: str) -> TravelMemory:
    """What is kept of a source in the user's cache, for this and later programs; written when this one ends.

    Args:
        source: what tells it, in this version, from every other.
    """
    name = hashlib.sha256("\n".join(source).encode()).hexdigest()[:32]
    memory = TravelMemory(cache_folder() / "travel" / name)
    atexit.register(memory.keep)
    return memory


def _version_of(file: Path) -> tuple[int, int] | None:
    """Tells a file that was written anew from the one before; None where there is none."""
    try:
        facts = file.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_mtime_ns


def _packed_size(count: int) -> int:
    return len(_MAGIC) + 4 + array("i").itemsize * (1 + count * count) + 2 * count * array("d").itemsize
