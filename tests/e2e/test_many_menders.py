"""Several programs mend the running day, and their leader is killed or put to sleep: each trouble has one answer."""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import psutil
import pytest

from tests.e2e.one_engine import Told
from tests.e2e.programs import FAULTS, LOOK_S, Programs, persist
from tests.e2e.shared_clock import SharedClock
from tests.office import HOUR, MINUTE, T0, an_order, close_desks, desk_on, filled
from tests.whole import is_whole
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.rule import EnableRule
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit, FailVisit
from wom_tui.domain.event import Event
from wom_tui.domain.rule import MENDS, Mending, Outcome, Rule
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import Shift, SkillGrant, Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Priority
from wom_tui.errors import StoreBusy
from wom_tui.queries.repairs import look
from wom_tui.queries.rules import actions
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import Action

ENGINES, PEOPLE = 3, 6
A_DAY = 3  # troubles; then the next Monday comes
WEEK = timedelta(days=7)
LONG = PEOPLE  # who takes longer
STARTS = (150 * MINUTE, 240 * MINUTE, 330 * MINUTE)  # of everybody's visits, from nine on
WAITS_S = (0.0, 0.2, 0.6, 1.2, 2.0)  # between a trouble and what happens to the leader

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """A day of six people on which this and that goes wrong, and the programs that mend it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.random = Random(7)
        self.clock = SharedClock(folder / "clock")
        self.clock.set(T0)
        self.desk = filled(desk_on(url, clock=self.clock))
        self.desk.run(LoadFacts(facts=tuple(_people()), what="people"))
        text = f'name = "{MENDS}"\nsays = "Mend the day."\nalone = "within_limits"\nmost_moves = 8\n'
        self.desk.run(EnableRule(text=text))
        told = Told(url, str(self.clock.path), ttl_s=1.5, heartbeat_s=0.4)
        self._command = told.command
        self.programs = Programs(self.desk, folder, self.take_call)
        self.given_back: list[int] = []  # visits
        self.urgent: list[int] = []  # orders
        self.searchers: list[psutil.Process] = []
        self._ill = 0  # who is, that day
        self._longer: Visit | None = None
        self._since = 0  # the last event before the day

    def start(self) -> None:
        while len(self.programs.running) < ENGINES:
            self.programs.start(self._command)

    def take_call(self) -> bool:
        """An order that can wait comes in; answers whether the database took it."""
        try:
            self.desk.run(an_order(priority=Priority.P4))
        except StoreBusy:
            return False
        return True

    # ------------------------------------------------------------------------------------------ the day

    def begin_day(self, day: int) -> None:
        """Everybody has visits, and one person has a long one first; the one of last Monday is given up."""
        if self._longer is not None:
            persist(
                self.desk, FailVisit(visit=self._longer.id, to=VisitStatus.INCOMPLETE, reason="another day")
            )
        self.clock.set(T0 + day * WEEK)
        self._since = self.desk.last_seq()
        nine = self.clock()
        for person in range(1, PEOPLE + 1):
            for start in STARTS:
                self.book(person, nine + start, 1)
        self._longer = self.book(LONG, nine + 10 * MINUTE, 2)

    def book(self, person: int, start_at: datetime, hours: int) -> Visit:
        number = int(persist(self.desk, an_order(site=self.random.randint(1, 5))).result["number"])
        persist(
            self.desk,
            AssignVisit(order=number, technician=person, start_at=start_at, end_at=start_at + hours * HOUR),
        )
        (visit,) = self.desk.ask(Reader.select, Visit, order_id=number)
        return visit

    def trouble(self, count: int) -> None:
        """Something goes wrong: in turn somebody is ill, somebody declines, and somebody takes longer."""
        if count % A_DAY == 0:
            self.fall_ill()
        elif count % A_DAY == 1:
            self.decline()
            urgent = persist(self.desk, an_order(priority=Priority.P1))
            self.urgent.append(int(urgent.result["number"]))
        else:
            self.take_longer()

    def fall_ill(self) -> None:
        now = self.clock()
        self._ill = self.random.randint(1, PEOPLE - 1)
        persist(
            self.desk, AddAbsence(technician=self._ill, start_at=now, end_at=now + 8 * HOUR, reason="ill")
        )

    def decline(self) -> None:
        now, visits = self.clock(), self.desk.ask(Reader.select, Visit)
        # Perhaps nobody has taken over yet from who is ill: no visit of his is sent out.
        busy = {LONG, self._ill}
        others = [one for one in visits if one.status in COMING and one.technician_id not in busy]
        coming = [one for one in others if one.start_at and one.start_at > now + HOUR]
        lost = self.random.choice(coming)
        persist(self.desk, DispatchVisit(visit=lost.id))
        persist(self.desk, FailVisit(visit=lost.id, to=VisitStatus.DECLINED, reason="too far"))
        self.given_back.append(lost.id)

    def take_longer(self) -> None:
        """Who began fifty minutes late is not done before the next visit should have begun."""
        longer = self._longer
        assert longer is not None
        persist(self.desk, DispatchVisit(visit=longer.id))
        self.clock.set(self.clock() + 60 * MINUTE)
        persist(self.desk, AdvanceVisit(visit=longer.id, to=VisitStatus.ON_SITE))

    # ------------------------------------------------------------------------------------------ the faults

    def hurt(self, fault: int) -> float:
        """The leader dies, or falls asleep and wakes when another leads; answers after how long another did."""
        pid, token = self.programs.leader()
        self.wait(self.random.choice(WAITS_S))
        began = time.monotonic()
        self.searchers += psutil.Process(pid).children()
        if fault % 2 == 0:
            self.programs.kill(pid)
            self.start()
            self.programs.leader(but=token)
            return time.monotonic() - began
        self.programs.put_to_sleep(pid)
        self.programs.leader(but=token, besides=pid)
        took = time.monotonic() - began
        self.wait(self.random.choice(WAITS_S))
        self.programs.wake(pid)
        return took

    def wait(self, seconds: float) -> None:
        """Calls come in for a while: a fault comes at another moment of the mending each time."""
        over_s = time.monotonic() + seconds
        while time.monotonic() < over_s:
            self.take_call()
            time.sleep(LOOK_S)  # the pace of the callers, not a wait for a result

    # ------------------------------------------------------------------------------------------ the answers

    def actions(self) -> list[Action]:
        return self.desk.ask(actions, MENDS, 100_000)

    def is_answered(self) -> bool:
        """Nothing stands against the day that nobody has answered."""
        (rule,) = self.desk.ask(Reader.select, Rule)
        return not self.desk.ask(unanswered, rule, self._since, self.clock())

    def settle(self) -> None:
        """Until everything is answered: time stands, and nobody calls any more."""
        self.programs.meanwhile = lambda: True
        self.programs.until_true(self.is_answered)
        self.programs.meanwhile = self.take_call


def unanswered(reader: Reader, rule: Rule, since: int, now: datetime) -> tuple[str, ...]:
    mending = Mending()
    seen = look(reader, rule, mending, now, since, None, is_late=False)
    return tuple(one.setback.said for one in seen.fresh)


def _people() -> Iterator[Technician | SkillGrant | Shift]:
    for id in range(3, PEOPLE + 1):
        yield Technician(
            id=id,
            code=f"p{id}",
            name=f"P. {id}",
            home_lat=42.30,
            home_lon=-71.05,
            zone="America/New_York",
            territory_id=1,
        )
        yield SkillGrant(id=10 + id, technician_id=id, skill="lights", level=2)
        yield Shift(id=id, technician_id=id, weekdays=(0, 1, 2, 3, 4), start_min=480, end_min=990)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url, tmp_path)
    yield made
    made.programs.close()
    close_desks()


def test_whatever_becomes_of_the_leaders_each_trouble_is_answered_once(office: Office) -> None:
    took = []
    for fault in range(FAULTS):
        if fault % A_DAY == 0:
            if fault:
                office.settle()
            office.begin_day(fault // A_DAY)
            office.start()
        office.trouble(fault)
        took.append(office.hurt(fault))
    office.settle()
    office.programs.all_ready()
    assert set(office.programs.end()) == {0}

    _LOG.info("seconds until another led: %s", [round(one, 2) for one in took])
    assert_each_was_answered_once(office)
    _, alive = psutil.wait_procs(office.searchers, timeout=10)
    assert alive == []


def assert_each_was_answered_once(office: Office) -> None:
    done = office.actions()
    _LOG.info("answers: %s", Counter((_kind(one), one.outcome.value) for one in done))
    answers = Counter(one.key for one in done)
    assert [answers[f"{MENDS}:{order}:emergency {on}"] for order, on in _days(office)] == [1] * len(
        office.urgent
    )
    given_back = Counter(one.key.partition(":given_back ")[2] for one in done if _kind(one) == "given_back")
    assert given_back == Counter(str(visit) for visit in office.given_back)
    assert {_kind(one) for one in done} >= {"absent", "given_back", "emergency", "pushed"}
    by_act: dict[str, list[Action]] = defaultdict(list)
    for one in done:
        by_act[one.command_id].append(one)
    moves = Counter((event.command_id, event.subject) for event in _by_the_rule(office) if _moves(event))
    assert set(moves.values()) == {1}
    for act, _ in moves:
        assert Outcome.DONE in {one.outcome for one in by_act[act]}, "moved for what was answered before"
    for event in _by_the_rule(office):
        if event.kind == "branch.created":
            assert Outcome.PROPOSED in {one.outcome for one in by_act[event.command_id]}, "proposed again"
    assert is_whole(office.desk)


def _kind(action: Action) -> str:
    return action.key.split(":", 2)[2].partition(" ")[0]


def _days(office: Office) -> list[tuple[int, date]]:
    zone_day = {one: (T0 + place * WEEK).date() for place, one in enumerate(office.urgent)}
    return list(zone_day.items())


def _by_the_rule(office: Office) -> list[Event]:
    return [event for event in office.desk.events() if event.actor == f"rule:{MENDS}"]


def _moves(event: Event) -> bool:
    return event.noun == Visit.noun and bool({"technician_id", "start_at"} & event.after.keys())
