"""What asks for somebody, on every view? Alerts, messages, dead letters, rules that fail; at the start their news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from wom_tui.domain.words import some, typed
from wom_tui.present.cells import Line
from wom_tui.present.durations import count, moment
from wom_tui.tui.key import ALERTS, LOG
from wom_tui.tui.own_files import read_own, write_own
from wom_tui.tui.rest import Rest
from wom_tui.tui.widgets.frame import Waiting
from wom_tui.tui.widgets.toasts import Kind

if TYPE_CHECKING:
    from wom_tui.queries.alerts import AlertCounts
    from wom_tui.queries.rules_seen import Meanwhile
    from wom_tui.tui.app import WomApp

    Asks = tuple[Meanwhile, AlertCounts, int, int]

LOOK_S = 3.0  # rules are looked at no more often than that, however often somebody commits
_FORMAT = 1


class RuleWatch:
    """Looks at them when something was committed, and once a minute.

    Args:
        left: where is kept when this console was left; None = nowhere.
    """

    def __init__(self, app: WomApp, left: Path | None) -> None:
        self.app, self._left = app, left
        self.found: Meanwhile | None = None
        self.alerts: AlertCounts | None = None
        self.unread = 0  # messages to whoever sits here
        self.dead = 0  # what could not leave the house
        self.since: datetime | None = None  # business time at which the console was left last
        self._looked = 0.0
        self._is_busy = False
        self._later = Rest(app, LOOK_S, self.look)

    @property
    def badges(self) -> Mapping[str, Line]:
        """What stands beside the tab: alerts that nobody has acknowledged or put away."""
        if self.alerts is None or not (self.alerts.critical or self.alerts.warning):
            return {}
        from wom_tui.present.alert_list import badge

        return {ALERTS: badge(self.alerts, self.app.signs)}

    @property
    def waiting(self) -> Waiting:
        """`2 messages   outbox 1 dead   rules 3 held, 1 failing`, in short `2 new   outbox 1   rules 4`."""
        found = self.found
        told = [f"{count(found.held)} held"] if found is not None and found.held else []
        told += [f"{count(found.failing)} failing"] if found is not None and found.failing else []
        said = [(some(self.unread, "message"), f"{count(self.unread)} new")] if self.unread else []
        if self.dead:
            said.append((f"outbox {count(self.dead)} dead", f"outbox {count(self.dead)}"))
        if found is not None and told:
            said.append((f"rules {', '.join(told)}", f"rules {count(found.held + found.failing)}"))
        return Waiting("   ".join(words for words, _ in said), "   ".join(short for _, short in said))

    def begin(self) -> None:
        """The database is open: what happened since this console was left?"""
        self.app.work(self._begin, quietly=True)

    def _begin(self) -> None:
        since, real = self._read_left()
        self.app.call_from_thread(self._began, since, self._asked(real))

    def _asked(self, since: datetime | None) -> Asks:
        from wom_tui.domain.message import Me
        from wom_tui.queries.alerts import alert_counts
        from wom_tui.queries.messages import unread
        from wom_tui.queries.outbox import dead_letters
        from wom_tui.queries.rules_seen import meanwhile

        desk = self.app.seat.live_desk
        new = desk.ask(unread, Me.of(desk.actor), desk.now()).unread
        return desk.ask(meanwhile, since), desk.ask(alert_counts, desk.now()), new, desk.ask(dead_letters)

    def _began(self, since: datetime | None, asked: Asks) -> None:
        self.since, found = since, asked[0]
        self._came(*asked)
        if since is not None and not found.is_quiet:
            told = moment(since, self.app.now(), self.app.seat.zone)
            advice = f"{self.app.keymap.shown('news')} shows it in the log"
            self.app.toasts.add(meanwhile_words(found, told), advice, Kind.NEWS)

    def look(self) -> None:
        """Somebody has committed something; it may have been whoever runs the rules."""
        if not self.app.live.is_on or self._later.is_waited_for:
            return
        if self._is_busy or monotonic() - self._looked < LOOK_S:
            self._later.begin()
            return
        self._is_busy = True
        self.app.work(self._look, quietly=True)

    def _look(self) -> None:
        found: Asks | None = None
        try:
            found = self._asked(None)
        finally:
            self.app.call_from_thread(self._looked_at, found)

    def _looked_at(self, found: Asks | None) -> None:
        self._is_busy, self._looked = False, monotonic()
        if found is not None:
            self._came(*found)

    def _came(self, found: Meanwhile, alerts: AlertCounts, unread: int, dead: int) -> None:
        before = self.badges, self.waiting
        self.found, self.alerts, self.unread, self.dead = found, alerts, unread, dead
        if (self.badges, self.waiting) != before:
            self.app.draw_frame()

    # --------------------------------------------------------------------------------- when somebody was here

    def keep(self) -> None:
        """Somebody is here, and sees what happens."""
        if self._left is not None and self.app.live.may_act and not self.app.seat.branch:
            now = {"at": self.app.now().isoformat(), "real_at": self.app.seat.real_day()[0].isoformat()}
            write_own(self._left, _FORMAT, now)

    def _read_left(self) -> tuple[datetime | None, datetime | None]:
        """When this console was left last: on the office's clock, and really."""
        if self._left is None:
            return None, None
        try:
            kept = read_own(self._left, _FORMAT)
            return datetime.fromisoformat(kept["at"]), datetime.fromisoformat(kept["real_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None, None  # the first time here, or another version has written it

    def show_news(self) -> None:
        """What rules did since then, in the log; where that is not known, all that they did."""
        since = ""
        if self.since is not None:
            since = f" since={self.since.astimezone(self.app.seat.zone):%Y-%m-%dT%H:%M}"
        self.app.toasts.drop_news()
        open_log(self.app, typed(f"door=rule{since}"))


def open_log(app: WomApp, wanted: str) -> None:
    """The log, narrowed to that."""
    app.call_later(partial(_open_log, app, wanted))


async def _open_log(app: WomApp, wanted: str) -> None:
    await app.open(LOG)
    app.view.filter_by(wanted)


def meanwhile_words(found: Meanwhile, since: str) -> str:
    """`since 17:05: 12 acts by 3 rules, 1 stopped in a circle, 2 held, 1 refused`."""
    told = [f"{some(found.acts, 'act')} by {some(found.rules, 'rule')}"] if found.acts else []
    told += [f"{count(found.stopped)} stopped in a circle"] if found.stopped else []
    told += [f"{count(found.held)} held"] if found.held else []
    told += [f"{count(found.refused)} refused"] if found.refused else []
    told += [f"{some(found.failing, 'rule')} failing"] if found.failing else []
    return f"since {since}: {', '.join(told)}"
