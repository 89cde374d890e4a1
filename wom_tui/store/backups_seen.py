"""How old is the newest backup of each rule that makes them, and is it where it should be?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from wom_tui.domain.chore import BackupChore
from wom_tui.domain.rule import Daily, Outcome, Rule
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.rule_times import last_moment
from wom_tui.errors import InvalidInput
from wom_tui.store import office, rule_state
from wom_tui.store.nightly import folder_of
from wom_tui.store.reader import Reader


@dataclass(frozen=True)
class BackupSeen:
    """What came of one rule.

    Attributes:
        name: of the rule.
        said: of its newest backup, the file's name first; empty = there is none yet.
        age_s: how old that is; where there is none, how long the rule has been on.
        overdue_s: for how long a later one should be there; 0 = none should.
        is_here: its file lies on this machine.
    """

    name: str
    said: str
    age_s: float
    overdue_s: float
    is_here: bool


def backups_seen(connection: Connection) -> list[BackupSeen]:
    """Of each rule that is on and makes backups, by name."""
    reader, settings = Reader(connection), office.read(connection)
    now = settings.demo_clock.now() if settings.demo_clock else datetime.now(UTC)
    found = []
    for rule in sorted(reader.select(Rule, is_on=True), key=lambda rule: rule.name):
        try:
            definition = read_rule(rule.text, rule.name)
        except InvalidInput:
            continue  # of a later program: the list of rules says so
        if isinstance(definition.chore, BackupChore) and isinstance(definition.trigger, Daily):
            due_at = last_moment(definition.trigger, now, settings.zone)
            found.append(_seen(reader, rule, definition.chore, due_at, now))
    return found


def _seen(
    reader: Reader, rule: Rule, chore: BackupChore, due_at: datetime | None, now: datetime
) -> BackupSeen:
    done = (one for one in rule_state.actions(reader, rule.name, limit=10) if one.outcome is Outcome.DONE)
    newest = next(done, None)
    since_at = newest.due_at if newest is not None else rule.since_at
    missed_at = due_at if due_at is not None and due_at > max(since_at, rule.since_at) else None
    said = newest.said if newest is not None else ""
    return BackupSeen(
        name=rule.name,
        said=said,
        age_s=(now - since_at).total_seconds(),
        overdue_s=(now - missed_at).total_seconds() if missed_at is not None else 0.0,
        is_here=bool(said) and _is_here(reader.connection, chore, said.partition(",")[0]),
    )


def _is_here(connection: Connection, chore: BackupChore, name: str) -> bool:
    try:
        folder = folder_of(chore.folder, connection.engine.url)
    except InvalidInput:
        return False
    return Path(name).name == name and (folder / name).is_file()
