"""Is everything around an office as it should be, and what is to be done about what is not? `wom doctor` asks.

Each finding is good, worth a look, or in the way. No finding holds a password.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from wom_tui import __version__, databases
from wom_tui.config import Config, NotifyConfig, TravelConfig
from wom_tui.desk import travel_of
from wom_tui.domain.letter import places_in
from wom_tui.domain.place import Place
from wom_tui.domain.subscription import CODE, Audience, Definition
from wom_tui.domain.subscription_text import read_subscription
from wom_tui.domain.words import size_words, some
from wom_tui.errors import InvalidInput, WomError
from wom_tui.folders import cache_folder
from wom_tui.gateways import machine
from wom_tui.gateways.notify.outlet import address_shown
from wom_tui.gateways.osrm import ServedTravel
from wom_tui.outbox_desk import ways_of
from wom_tui.store.backups_seen import BackupSeen
from wom_tui.store.engine import database_url

SIGNS = "▌▪─│↑↓→▄–…−·◦○□»●║√×■►▼◄Ø≈▲‼"  # a console draws with them; held to present/labels.py by a test
_GB = 10**9
_LITTLE, _TOO_LITTLE = 2 * _GB, _GB // 10  # bytes that are free
_SKEW_S, _SKEW_BAD_S = 2.0, 30.0
_LARGE_CACHE = 2 * _GB
_HOUR_S, _DAY_S = 3_600.0, 86_400.0
_LATE_S, _VERY_LATE_S = _HOUR_S, 3 * _DAY_S  # a backup that is due


class Mark(StrEnum):
    """What a finding means."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One line of the report: what was looked at, what was seen, and what to do about it."""

    area: str
    mark: Mark
    said: str
    advice: str = ""

    def as_dict(self) -> dict[str, str]:
        """JSON-ready."""
        return asdict(self) | {"mark": self.mark.value}


def findings(
    address: str,
    settings: Path,
    environ: Mapping[str, str],
    config: Config,
    *,
    troubles: Sequence[str] = (),
) -> Iterator[Finding]:
    """Look at everything, one after the other; what cannot be looked at is a finding too.

    Args:
        address: of the database.
        settings: where the settings file is, or would be.
        config: what is set.
        troubles: what of the settings cannot be used.
    """
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("program", Mark.OK, f"wom {__version__}, Python {python}, SQLite {sqlite3.sqlite_version}")
    yield from _settings(address, settings, environ)
    yield from _secrets(settings, config.notify)
    for trouble in troubles:
        yield Finding("settings", Mark.BAD, trouble, "put that line right, or take it out")
    yield from _database(address, config)
    yield from _terminal(environ)
    yield from _caches(environ)
    yield _engine()


def _engine() -> Finding:
    """Does the first plan wait for the compiler?"""
    from wom_tui.gateways.compiled_code import keep_compiled_code

    try:
        is_cold = keep_compiled_code()
    except WomError as error:
        return Finding("engine", Mark.WARN, str(error))
    if is_cold:
        said = "not compiled yet: the first plan waits half a minute"
        return Finding("engine", Mark.WARN, said, "wom doctor --warm")
    return Finding("engine", Mark.OK, "compiled, or needs not be")


def _settings(address: str, settings: Path, environ: Mapping[str, str]) -> Iterator[Finding]:
    facts = machine.file_facts(settings)
    named = sorted(name for name in environ if name.startswith("WOM_"))
    said = f"{settings}{'' if facts else ' (not there: defaults)'}"
    yield Finding("settings", Mark.OK, "; set: ".join([said, *([", ".join(named)] if named else [])]))
    if "://" in address and database_url(address).password:
        is_read = facts is not None and facts.is_open_to_others
        yield Finding(
            "settings",
            Mark.BAD if is_read else Mark.WARN,
            "the address of the database holds a password" + (", and others may read it" if is_read else ""),
            "keep it in ~/.pgpass or in a service file",
        )


def _secrets(settings: Path, notify: NotifyConfig) -> Iterator[Finding]:
    """Whoever reads the settings file can send in the office's name."""
    facts = machine.file_facts(settings)
    if facts is not None and facts.is_open_to_others and (notify.endpoints or notify.secrets):
        said = f"others may read {settings}, which may hold passwords of endpoints"
        yield Finding("settings", Mark.WARN, said, f"chmod 600 {settings}")


def _database(address: str, config: Config) -> Iterator[Finding]:
    url = database_url(address)
    shown = url.render_as_string(hide_password=True)
    is_file = url.get_backend_name() == "sqlite"
    path = Path(url.database or "")
    if is_file:
        if not path.exists():
            yield Finding("database", Mark.BAD, f"there is none at {path}", "wom init, or --db PATH")
            return
        yield from _file(path)
    try:
        seen = databases.examine(address)
    except WomError as error:
        yield Finding("database", Mark.BAD, f"{shown}: {error}", error.advice)
        return
    status = seen.status
    yield Finding("database", Mark.OK, f"{shown} answers; {status.events:,} events")
    is_current = status.schema == status.needs
    mode = f", journal mode {status.journal_mode}" if status.journal_mode else ""
    yield Finding(
        "schema",
        Mark.OK if is_current and not status.advice else Mark.WARN if is_current else Mark.BAD,
        f"schema {status.schema or 'none'}, this program needs {status.needs}{mode}",
        "; ".join(status.advice),
    )
    yield _clock(seen.skew_s)
    yield _travel(status.roads, config.travel)
    yield from _notifications(seen, config)
    yield from map(_backup, seen.backups)
    for preset, line in seen.cut_off:
        yield Finding(
            "imports",
            Mark.WARN,
            f"an import with {preset} stopped after line {line:,}",
            "run it again on the same file: it goes on from there",
        )
    if seen.sessions:
        yield Finding(
            "consoles",
            Mark.WARN if seen.sessions.resting else Mark.OK,
            f"{seen.sessions.others} other sessions, {seen.sessions.resting} of them in a transaction and idle",
            "end those programs: they keep others waiting" if seen.sessions.resting else "",
        )


def _backup(one: BackupSeen) -> Finding:
    """How old is the newest backup that a rule has made?"""
    known = f"{one.name}: {one.said}, {_age(one.age_s)} old" if one.said else f"{one.name}: no backup yet"
    if one.overdue_s > _LATE_S:
        mark = Mark.BAD if one.overdue_s > _VERY_LATE_S or one.age_s > _VERY_LATE_S else Mark.WARN
        said = f"{known}; another is due for {_age(one.overdue_s)}"
        return Finding("backup", mark, said, "wom engine has to run; wom alert list says what is wrong")
    if one.said and not one.is_here:
        return Finding("backup", Mark.WARN, f"{known}; not on this machine", "look where the rules run")
    return Finding("backup", Mark.OK, known)


def _age(seconds: float) -> str:
    return f"{seconds / _DAY_S:.0f} days" if seconds >= 2 * _DAY_S else f"{seconds / _HOUR_S:.0f} h"


def _notifications(seen: databases.Examined, config: Config) -> Iterator[Finding]:
    """Do the notifications that are on have a way out of the house, and their answers one in?"""
    ways, used = ways_of(config), dict[str, str]()
    for text in seen.notifications:
        try:
            one = read_subscription(text)
        except InvalidInput as error:
            yield Finding("notify", Mark.BAD, str(error), "update wom-tui, or enable it again")
            continue
        if ways.outlets(one.channel, one.endpoint) is None:
            why = ways.why_not(one.channel, one.endpoint)
            yield Finding("notify", Mark.WARN, f"{one.name}: {why}", "its messages wait until it is there")
        else:
            used[one.endpoint] = address_shown(config.notify.endpoints[one.endpoint])
        if one.detail and one.audience is Audience.ADDRESS and one.detail not in config.notify.addresses:
            said = f"{one.name}: notify.addresses.{one.detail} is not in the settings"
            yield Finding("notify", Mark.WARN, said, "its messages wait until it is there")
        if not config.inbound.secret and _has_codes(one):
            said = f"{one.name}: inbound.secret is not in the settings"
            yield Finding(
                "notify", Mark.WARN, said, "it leaves without reply codes, so no answer is believed"
            )
    for name, shown in sorted(used.items()):
        yield Finding("notify", Mark.OK, f"{name} goes to {shown}")
    if seen.dead:
        said = f"{some(seen.dead, 'message')} could not be sent"
        yield Finding("notify", Mark.WARN, said, "wom outbox list --state dead")


def _has_codes(one: Definition) -> bool:
    return any(CODE in places_in(f"{words.subject} {words.body}") for words in one.words.values())


def _travel(roads: str | None, config: TravelConfig) -> Finding:
    """Which source of travel times is in force, and does the server answer?"""
    try:
        source = travel_of(roads, config)
    except WomError as error:
        return Finding("travel", Mark.BAD, str(error), error.advice)
    slower = "" if source.hours.is_usual else f"; slower hours: {config.hours}"
    if isinstance(source, ServedTravel):
        try:
            source.server.durations([Place(0.0, 0.0)], [Place(0.0, 0.001)])
        except WomError as error:
            advice = (
                "start the server, or take travel.url out of the settings; until then the estimate stands in"
            )
            return Finding("travel", Mark.WARN, f"{error}{slower}", advice)
        return Finding("travel", Mark.OK, f"{source.server.name} answers{slower}")
    return Finding("travel", Mark.OK, f"{source.name}{slower}")


def _clock(skew_s: float | None) -> Finding:
    if skew_s is None:
        return Finding("clock", Mark.OK, "the database is on this machine's clock")
    off = abs(skew_s)
    mark = Mark.BAD if off > _SKEW_BAD_S else Mark.WARN if off > _SKEW_S else Mark.OK
    side = "ahead of" if skew_s > 0 else "behind"
    said = f"the server's clock is {off:.1f} s {side} this machine's" if off >= 0.05 else "both clocks agree"
    return Finding("clock", mark, said, "" if mark is Mark.OK else "set both by NTP")


def _file(path: Path) -> Iterator[Finding]:
    for one, secret in ((path, "600"), (path.parent, "700")):
        facts = machine.file_facts(one)
        if facts is None or not facts.can_write:
            yield Finding("files", Mark.BAD, f"{one} cannot be written", "let its owner give you the right")
        elif one == path and facts.is_open_to_others:
            yield Finding("files", Mark.WARN, f"others may read {one}", f"chmod {secret} {one}")
        elif facts.mode & 0o002 and not facts.mode & 0o1000:
            yield Finding(
                "files", Mark.WARN, f"everybody may replace files in {one}", f"chmod {secret} {one}"
            )
        else:
            yield Finding("files", Mark.OK, f"{one}: {facts.mode:o}")
    part = machine.file_facts(path.with_name(f"{path.name}.part"))
    if part:
        yield Finding(
            "files", Mark.WARN, f"{part.path} is left of a restore that was ended", f"rm {part.path}"
        )
    free = machine.free_bytes(path.parent)
    if free is not None:
        mark = Mark.BAD if free < _TOO_LITTLE else Mark.WARN if free < _LITTLE else Mark.OK
        yield Finding("room", mark, f"{size_words(free)} free", "" if mark is Mark.OK else "free some space")
    yield from _holders(path)


def _holders(path: Path) -> Iterator[Finding]:
    found = list(machine.holders(path))
    stopped = [holder.pid for holder in found if holder.is_stopped]
    orphans = [holder.words for holder in found if holder.is_left_over]
    yield Finding("consoles", Mark.OK, f"{len(found)} other programs of yours have the database open")
    if stopped:
        pids = ", ".join(map(str, stopped))
        yield Finding(
            "consoles",
            Mark.WARN,
            f"stopped, and perhaps in the middle of an act: {pids}",
            "fg, or kill -CONT",
        )
    if orphans:
        told = ", ".join(orphans)
        yield Finding(
            "consoles", Mark.WARN, f"whoever started them is gone: {told}", "end them if you do not know them"
        )


def _terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    facts = machine.terminal_facts(environ)
    if not facts.is_terminal:
        yield Finding("terminal", Mark.OK, "none here: a pipe or a file")
        return
    colours = {0: "no colours", 2**24: "16.7 million colours"}.get(facts.colours, f"{facts.colours} colours")
    is_small = facts.columns < 80 or facts.lines < 24
    yield Finding(
        "terminal",
        Mark.WARN if is_small else Mark.OK,
        f"{facts.kind or 'TERM is not set'}, {facts.columns} × {facts.lines}, {colours}, {facts.encoding}",
        "80 × 24 is the least that everything fits in" if is_small else "",
    )
    if missing := machine.can_show(SIGNS, facts.encoding):
        yield Finding(
            "terminal",
            Mark.WARN,
            f"{facts.encoding} has no place for {len(missing)} of the console's signs",
            "export LANG=C.UTF-8, or wom console --ascii",
        )
    plain = environ.get("WOM_OUTPUT") == "plain"
    yield Finding(
        "terminal",
        Mark.OK,
        "WOM_OUTPUT=plain: frames are sent whole"
        if plain
        else "frames are sent by difference; if the picture tears, try WOM_OUTPUT=plain",
    )


def _caches(environ: Mapping[str, str]) -> Iterator[Finding]:
    folder = cache_folder(environ)
    if machine.file_facts(folder) is None:
        yield Finding("caches", Mark.OK, f"{folder}: nothing there")
        return
    kinds = machine.cached_files(folder)
    total = sum(size for _, size in kinds.values())
    parts = ", ".join(
        f"{_KINDS.get(k, k)} {n} ({size_words(size)})" for k, (n, size) in sorted(kinds.items())
    )
    is_large = total > _LARGE_CACHE
    yield Finding(
        "caches",
        Mark.WARN if is_large else Mark.OK,
        f"{folder}: {parts or 'nothing there'}",
        f"rm -r {folder}: what is needed is made again" if is_large else "",
    )


_KINDS = {"board": "first views", "demo": "demonstrations", "travel": "travel times"}
