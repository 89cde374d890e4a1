"""Do the full files that a developer keeps somewhere still come in as they should? `make data-check DIR=…` runs this.

Each file that a preset is known for is imported into a database of its own, again, and taken back. One line a file; the
exit code is 1 where a promise is broken, 2 where there is no file that is known.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.systems import broken_promises, counts, orders_of, taken_in
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.errors import InvalidInput, WomError
from wom_tui.importing.report import ImportReport
from wom_tui.importing.undo import undo_import
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine


@dataclass(frozen=True)
class Known:
    """Files of that name are of this preset, with clocks that hang in this zone."""

    name: str
    preset: str
    zone: str
    refused_as: str = ""  # what the answer says, where the file is none of the preset's


KNOWN = (
    Known("boston311*.csv*", "boston311", "America/New_York"),
    Known("boston_lighting_*_year.csv*", "boston311", "America/New_York"),
    Known("boston_lighting_*_crews.csv*", "boston-crews", "America/New_York"),
    Known("excavators*.csv", "excavators", "Australia/Perth"),
    Known("incident_event_log*.csv", "servicenow", "Europe/Lisbon"),
    Known("chicago_requests*.json", "open311", "America/Chicago"),
    Known("toronto_requests*.xml", "open311", "America/Toronto"),
    Known("giessen_services.xml", "open311", "Europe/Berlin", refused_as="a list of services"),
)


def main(arguments: Sequence[str]) -> int:
    """Check the files in a folder and below it."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: make data-check DIR=folder", file=sys.stderr)
        return 2
    found = list(_found(Path(arguments[0])))
    if not found:
        print(f"no file in {arguments[0]} is called {', '.join(one.name for one in KNOWN)}", file=sys.stderr)
        return 2
    broken = 0
    for path, known in found:
        line, wrong = _checked(path, known)
        print(
            f"{path.name:<42} {known.preset:<13} {line}"
            + (f"  WRONG: {'; '.join(wrong)}" if wrong else "  ok")
        )
        broken += bool(wrong)
    return 1 if broken else 0


def _found(folder: Path) -> Iterator[tuple[Path, Known]]:
    for path in sorted(folder.rglob("*")):
        known = next((one for one in KNOWN if fnmatch(path.name, one.name)), None)
        if known is not None and path.is_file():
            yield path.resolve(), known


def _checked(path: Path, known: Known) -> tuple[str, list[str]]:
    """What came of it, and which promises were broken."""
    began = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # where reject files go
        desk = _office(Path(folder) / "office.db")
        try:
            report = taken_in(desk, known.preset, path, zone=known.zone)
            wrong = [] if not known.refused_as else [f"is not refused as {known.refused_as}"]
            wrong += broken_promises(desk, known.preset, [path], known.zone, report)
            wrong += _undone(desk, report)
            return f"{_told(report)}  {time.process_time() - began:5.1f} s", wrong
        except InvalidInput as refused:
            is_meant = bool(known.refused_as) and known.refused_as in str(refused)
            return f"refused: {refused.expected}", [] if is_meant else [str(refused)]
        except WomError as error:
            return "", [str(error)]
        finally:
            desk.close()
            os.chdir("/")


def _office(path: Path) -> Desk:
    engine = open_engine(database_url(str(path)))
    schema.create(engine)
    return Desk(engine, Actor(name="admin", role=Role.ADMIN), session="data-check")


def _told(report: ImportReport) -> str:
    created, updated, unchanged, rejected = counts(report)
    return (
        f"{report.read:>6} read = {created:>5} created + {updated} updated + {unchanged:>5} unchanged + "
        f"{rejected} rejected; {report.quarantined:>4} without a place"
    )


def _undone(desk: Desk, report: ImportReport) -> Iterator[str]:
    if report.import_id is None:
        yield "nothing was stored"
        return
    undo_import(desk, report.import_id)
    if left := len(orders_of(desk)):
        yield f"{left} orders are left after it was taken back"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
