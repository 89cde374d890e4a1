"""Are the calendars of technicians fresh, in the folder from which a web server gives them out?

A file is written only where it would be another, so that whoever subscribes is sent nothing for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.errors import GatewayError, WomError
from wom_tui.gateways.files.ics import MAKER
from wom_tui.gateways.files.whole import written_whole
from wom_tui.present.calendar import calendar_of, file_name
from wom_tui.queries.calendar import calendar_visits, codes_of_who_left, technician_codes
from wom_tui.queries.office import office_settings

AT_ONCE_S = 5.0  # of one look; whoever does not come to their turn comes next


class CalendarFolder:
    """The files, one for each technician, by the code."""

    def __init__(self, folder: Path, desk: Desk, clock: Callable[[], float] = monotonic) -> None:
        """Begin with nothing known: at the first look all are written."""
        self._folder, self._desk, self._clock = folder, desk, clock
        self._left: list[str] = []
        self._seen: tuple[int, date] | None = None

    def look(self, fence: Fence) -> str:
        """Write those that something has happened to since the last look; answers what is wrong.

        A file that two machines write at a time is whole, and the same: no lease has to be shown for it.
        """
        if not self._folder.is_dir():
            return f"{self._folder} is not there: automation.calendars"
        seen = self._desk.last_seq(), self._desk.now().date()  # with the day the window moves on
        if not self._left and seen != self._seen:
            gone = self._desk.ask(codes_of_who_left)
            self._left = [code for code in self._desk.ask(technician_codes) if code not in gone]
            self._seen = seen
            for code in gone:
                self._clear(code)
        end = self._clock() + AT_ONCE_S
        while self._left and self._clock() < end:
            self._try(self._left.pop())
        return ""

    def _try(self, code: str) -> None:
        try:
            self._write(code)
        except WomError:
            self._seen = None  # it is looked at again after the others, though nothing may have happened
            raise

    def _clear(self, code: str) -> None:
        """Whoever has left shall not go on being told where customers live; a file that is none of ours stays."""
        file = self._folder / file_name(code)
        if MAKER.encode() in (_content(file) or b""):
            file.unlink(missing_ok=True)

    def _write(self, code: str) -> None:
        visits = self._desk.ask(calendar_visits, self._desk.now(), technician=code)
        zone = ZoneInfo(self._desk.ask(office_settings).zone)
        text = calendar_of(code, visits, zone).encode("utf-8", "replace")
        file = self._folder / file_name(code)
        if _content(file) != text:
            with written_whole(file) as target:
                target.write(text)


def _content(file: Path) -> bytes | None:
    """What stands there by now; None where there is no file of ours."""
    if file.is_symlink() or not file.is_file():
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise GatewayError(f"{file} cannot be read: {error.strerror or error}") from error
