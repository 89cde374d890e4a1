"""A folder of reports is taken in, file by file: what is certain is done, what is not waits for a person.

A file is put away only when all that it says has been done or kept. Whoever is killed before that leaves it where it
is, and the next one finds, line by line, what was done already.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wom_tui.desk import Desk
from wom_tui.domain.inbound import LINE, MOST_WAITING, Why
from wom_tui.domain.lease import Fence
from wom_tui.errors import Conflict, StoreError
from wom_tui.gateways.mail import MOST_READ
from wom_tui.gateways.spool import BadFile, Gone, Spool, open_spool
from wom_tui.inbound.lines import MOST_FILE, MOST_LINES, reports_in
from wom_tui.inbound.mails import MAIL, report_of
from wom_tui.inbound.report import Doubt, Report
from wom_tui.inbound.take import Outcome, take
from wom_tui.queries.inbound import waiting_count

LINES, MAILS = (".jsonl", ".ndjson"), (".eml",)
MOST_REPORTS = 1_000  # of one run, counted by whole files: others shall come to their turn
FULL = f"{MOST_WAITING:,} reports wait for a person: nothing more is taken in until somebody has looked"


@dataclass
class Taken:
    """What a run came to.

    Attributes:
        done, failed: names of files.
        is_full: too many wait; what is left stays in the folder.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    is_full: bool = False

    @property
    def reports(self) -> int:
        """How many were looked at."""
        return sum(self.outcomes.values())


def run_spool(
    folder: Path,
    desk: Desk,
    secret: str,
    *,
    fence: Fence | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Taken:
    """Take in what lies in a folder, as far as one run goes.

    Args:
        go_on: asked before each file; False ends it there.

    Raises:
        InvalidInput, GatewayError: the folder is not there, or nothing can be put away in it.
        StoreError, Conflict: the database does not answer, or somebody else does it by now; the file stays.
    """
    taken = Taken()
    with open_spool(folder) as spool:
        for name in spool.names((*LINES, *MAILS)):
            taken.is_full = desk.ask(waiting_count) >= MOST_WAITING
            if taken.is_full or taken.reports >= MOST_REPORTS or not go_on():
                break
            try:
                is_read = _take_file(spool, name, desk, secret, fence, taken)
            except Gone:  # a console and `wom inbound run` may look into one folder at a time
                continue
            spool.put_away(name, is_done=is_read)
            (taken.done if is_read else taken.failed).append(name)
    return taken


def _take_file(spool: Spool, name: str, desk: Desk, secret: str, fence: Fence | None, taken: Taken) -> bool:
    """All that a file says; answers whether it could be read.

    Raises:
        Gone: somebody else has taken it.
    """
    try:
        reports = list(_reports(spool, name))
    except BadFile as error:
        bad = _unread(spool, name, str(error))
        taken.outcomes[take(bad, desk, secret, fence)] += 1
        return False
    try:
        for report in reports:
            taken.outcomes[take(report, desk, secret, fence)] += 1
    except (StoreError, Conflict):
        raise
    except Exception as error:  # noqa: BLE001  one file's bug stops no other file
        desk.last_seq()  # a database that is gone is no fault of the file's
        bad = _unread(spool, name, f"this program has a fault with it: {type(error).__name__}")
        taken.outcomes[take(bad, desk, secret, fence)] += 1
        return False
    return True


def _reports(spool: Spool, name: str) -> Iterator[Report]:
    if name.casefold().endswith(MAILS):
        yield report_of(spool.read(name, MOST_READ, is_cut=True), name)
        return
    data = spool.read(name, MOST_FILE)
    if data.count(b"\n") > MOST_LINES:
        raise BadFile(f"it has more than {MOST_LINES:,} lines")
    yield from reports_in(data, name)


def _unread(spool: Spool, name: str, reason: str) -> Report:
    channel = MAIL if name.casefold().endswith(MAILS) else LINE
    doubt = Doubt(Why.UNREADABLE, f"{reason}; the file lies in {spool.path.name}/failed")
    return Report(id=f"file:{spool.mark(name)}", channel=channel, source=name, text="", doubt=doubt)
