"""Are the watched orders that meet a term, a timer or a segment the very ones that it means, asked one by one?"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.property.test_filter_oracle import NOW, TIMES, a_condition, rows
from wom_tui.domain.alert_rule import By
from wom_tui.domain.bitset import bits_at, places_in
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.filter_times import Between
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import OrderClock, Timer
from wom_tui.queries import watched_columns, watched_tally
from wom_tui.queries.orders import OrderRow
from wom_tui.queries.watched_columns import Columns, Moments
from wom_tui.queries.watched_tally import Segments, Tally
from wom_tui.queries.watched_terms import Change, Condition, Face, Gate, Term

SEED, ROWS, TERMS = 29, 60, 400
MINUTE = timedelta(minutes=1)


def some_rows(dice: Random, count: int) -> list[OrderRow | None]:
    """Rows, and places in which nobody is any more."""
    return [row if dice.random() < 0.9 else None for row in rows(dice, count)]


def meeting(text: str, orders: list[OrderRow | None], now: datetime) -> set[int]:
    test = parse_filter(text, now=now, zone="UTC").matches
    return {place for place, row in enumerate(orders) if row is not None and test(row)}


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched_columns, "_STEP", 7)


@pytest.mark.usefixtures("small_steps")
def test_a_term_holds_for_those_that_it_matches_also_when_orders_come_and_the_clock_goes_on() -> None:
    dice = Random(SEED)
    columns, orders = Columns(), some_rows(dice, ROWS)
    terms = [Term(a_condition(dice).text) for _ in range(TERMS)]

    for turn in range(4):
        now = NOW + dice.choice([0, 1, 600, -600]) * MINUTE
        for term in terms:
            term.ask_all(orders, columns, now, "UTC")
        columns.forget()
        orders += some_rows(dice, 10 * turn)
        for term in terms:
            term.ask_new(orders, columns)
        columns.forget()
        for term in terms:
            assert term.error is None
            assert set(places_in(term.bits)) == meeting(term.text, orders, now), term.text


@pytest.mark.usefixtures("small_steps")
def test_moments_are_those_inside_also_when_earlier_ones_come() -> None:
    dice, moments, known = Random(SEED), Moments(), dict[int, datetime]()

    for _ in range(30):
        new = {len(known) + n: NOW + dice.randint(-90, 90) * MINUTE for n in range(dice.randint(0, 12))}
        known |= new
        moments.read(len(known), [(at, place) for place, at in new.items()])
        low, high = (dice.choice([None, NOW + dice.randint(-90, 90) * MINUTE]) for _ in range(2))
        inside = {
            place for place, at in known.items() if (low is None or at >= low) and (high is None or at < high)
        }
        assert set(places_in(moments.inside(Between("opened_at", low, high)))) == inside


@pytest.mark.usefixtures("small_steps")
def test_a_gate_lets_through_what_has_come_whichever_way_the_clock_goes() -> None:
    dice, orders = Random(SEED), list[OrderRow | None]()
    face = Face(OrderClock.OPENED, 0.0, SlaRules())
    gates = [Gate(Timer(OrderClock.OPENED, offset=minutes * MINUTE), face) for minutes in (-30, 0, 45)]

    for _ in range(40):
        orders += some_rows(dice, dice.choice([0, 3]))
        now = dice.choice(TIMES) + dice.randint(-60, 60) * MINUTE
        for gate in gates:
            gate.open(orders, now)
            until = now - gate.timer.offset
            come = {place for place, row in enumerate(orders) if row is not None and row.opened_at <= until}
            assert set(places_in(gate.bits)) == come


def test_a_condition_holds_where_all_its_terms_do_whatever_comes_goes_or_is_asked_anew() -> None:
    dice, orders, alive = Random(SEED), list[OrderRow | None](), 0
    columns, now = Columns(), NOW
    terms = [Term(a_condition(dice).text) for _ in range(12)]
    gate = Gate(Timer(OrderClock.OPENED, offset=MINUTE), Face(OrderClock.OPENED, 0.0, SlaRules()))
    pairs = [tuple(dice.sample(terms, 2)) for _ in range(20)]
    conditions = [Condition(pair, dice.choice([None, gate])) for pair in pairs]
    known: dict[int, set[int]] = {at: set() for at in range(len(conditions))}

    for _ in range(60):
        gone = [place for place in places_in(alive) if dice.random() < 0.1]
        alive &= ~bits_at(gone)
        first, new = len(orders), rows(dice, dice.choice([0, 0, 3]))
        orders += new
        alive |= bits_at(range(first, len(orders)))
        now += dice.choice([0, 0, 0, 10, -5]) * MINUTE
        gate.open(orders, now)
        for term in terms:
            if term.minute is None or (term.minute != now and dice.random() < 0.5):
                term.ask_all(orders, columns, now, "UTC")
            term.ask_new(orders, columns)
        columns.forget()
        for at, condition in enumerate(conditions):
            if dice.random() < 0.05:
                condition.is_new = True
            meant = alive if condition.gate is None else alive & gate.bits
            for term in condition.terms:
                meant &= term.bits
            change = condition.look(alive, bits_at(gone), len(orders))
            assert condition.bits == meant
            if change is not None:
                was = set() if change.is_anew else known[at] - set(change.left)
                known[at] = was | set(change.joined)
            assert known[at] == set(places_in(meant))


@pytest.mark.parametrize("few", [0, 1, watched_tally.FEW])
@pytest.mark.parametrize("by", [None, *By])
def test_a_tally_counts_what_is_there_with_many_segments_or_few(
    by: By | None, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watched_tally, "FEW", few)
    dice, orders = Random(SEED), list[OrderRow]()
    customers, lengths = list[int | None](), list[int]()
    condition = Condition(())
    segments = Segments(by) if by is not None else None
    tally = Tally(condition, segments, lengths)
    there: set[int] = set()

    for _ in range(20):
        orders += rows(dice, 5)
        customers += [dice.choice([None, 1, 2]) for _ in range(5)]
        lengths += [dice.randint(1, 90) for _ in range(5)]
        if segments is not None:
            segments.read(orders, customers)
        before, there = there, {place for place in range(len(orders)) if dice.random() < 0.5}
        condition.bits = bits_at(there)
        is_anew = dice.random() < 0.3
        joined, left = (there, set[int]()) if is_anew else (there - before, before - there)
        tally.look({condition: Change(bits_at(joined), bits_at(left), is_anew=is_anew)})

        subjects = {place: subject_of(by, orders[place], customers[place]) for place in there | before}
        assert +Counter(tally.orders) == Counter(subjects[place] for place in there)
        work = Counter[str]()
        for place in there:
            work[subjects[place]] += lengths[place]
        assert +Counter(tally.minutes) == work
        assert tally.touched >= {subjects[place] for place in there ^ before}


def subject_of(by: By | None, row: OrderRow, customer: int | None) -> str:
    if by is None:
        return "office"
    names = {By.TERRITORY: "territory", By.TYPE: "work_type", By.PRIORITY: "priority"}
    told: Any = customer if by is By.CUSTOMER else getattr(row, names.get(by, "technician"))
    return f"{by.value}:{told or 'none'}"
