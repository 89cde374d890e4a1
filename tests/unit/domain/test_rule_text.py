"""Is a rule read as it is written, and is what is wrong with it said with its line?"""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.ruled import a_rule
from wom_tui.domain.chore import BackupChore, ReviewChore
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.rule import Alone, CatchUp, Daily, Every, Mending, OnEvent, OrderClock, Timer
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.toml_page import LONGEST_TEXT
from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Takes
from wom_tui.grammar.rule_lines import checked_rule
from wom_tui.grammar.verbs import VERBS

GOOD = """\
# Every office has these.
name = "parts-arrived"
says = "Release what waited for parts."
every = "5m"
when = "status=on_hold parts=ready"
do = [
    "release {order}",
    "note {order} released",
]
catch_up = "skip_older_than 10m"
"""


def test_a_rule_is_what_it_says() -> None:
    rule = read_rule(GOOD)

    assert (rule.name, rule.trigger, rule.condition) == (
        "parts-arrived",
        Every(5),
        "status=on_hold parts=ready",
    )
    assert (rule.catch_up, rule.not_older) == (CatchUp.SKIP_OLDER_THAN, timedelta(minutes=10))
    assert rule.lines_for(4417) == ("release 4417", "note 4417 released")


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ({"at": "16:05"}, Daily(time(16, 5))),
        ({"at": "06:30", "days": "mon, fri"}, Daily(time(6, 30), frozenset({0, 4}))),
        ({"event": "visit.declined"}, OnEvent(frozenset({"visit.declined"}))),
        ({"before": "1h30", "of": "planned_start"}, Timer(OrderClock.PLANNED_START, -timedelta(minutes=90))),
        ({"after": "90m", "of": "opened"}, Timer(OrderClock.OPENED, timedelta(minutes=90))),
    ],
)
def test_each_trigger_is_read(keys: dict[str, str], trigger: object) -> None:
    assert read_rule(a_rule(**keys)).trigger == trigger


MENDING = """\
name = "reassign"
says = "Mend the day."
alone = "within_limits"
policy = "storm"
grace = "20m"
most_moves = 3
"""


def test_a_rule_that_mends_the_day_says_how_far_it_may_go() -> None:
    rule = read_rule(MENDING)

    limits = Mending(alone=Alone.WITHIN_LIMITS, policy="storm", grace=timedelta(minutes=20), most_moves=3)
    assert (rule.trigger, rule.lines) == (limits, ())


NIGHTLY = """\
name = "night"
says = "A file every night."
at = "02:30"
backup = "/var/backups/wom"
keep = 7
"""
WEEKLY = """\
name = "week"
says = "What was."
at = "06:00"
days = "mon"
review = true
"""


def test_a_rule_makes_a_backup_or_a_review_for_the_whole_office() -> None:
    nightly, weekly = read_rule(NIGHTLY), read_rule(WEEKLY)

    assert (nightly.trigger, nightly.chore) == (Daily(time(2, 30)), BackupChore("/var/backups/wom", 7))
    assert (weekly.chore, weekly.lines, weekly.catch_up) == (ReviewChore(), (), CatchUp.RUN_LATEST)


@pytest.mark.parametrize(
    ("text", "old", "new", "line", "said"),
    [
        (NIGHTLY, 'at = "02:30"', 'every = "1h"', 4, "at = a time of day"),
        (NIGHTLY, "keep = 7", "keep = 0", 5, "a whole number from 1"),
        (NIGHTLY, "keep = 7", "keep = true", 5, "a whole number from 1"),
        (NIGHTLY, "keep = 7", 'when = "pri=1"', 5, "made for the whole office"),
        (NIGHTLY, "keep = 7", 'alert = "info"', 5, "made for the whole office"),
        (NIGHTLY, "keep = 7", 'catch_up = "run_all"', 5, "made for the whole office"),
        (NIGHTLY, "keep = 7", "review = true", 5, "one of backup and review"),
        (NIGHTLY, "/var/backups/wom", "", 4, "in one line"),
        (NIGHTLY, "/var/backups/wom", "/var/../etc", 4, "without .. in it"),
        (NIGHTLY, "/var/backups/wom", "~root/x", 4, "without .. in it"),
        (NIGHTLY, "/var/backups/wom", "a\\u001bb", 4, "in one line"),
        (NIGHTLY, "/var/backups/wom", "x" * 201, 4, "at most 200 characters"),
        (NIGHTLY, 'backup = "/var/backups/wom"', 'do = ["note {order} x"]', 5, "goes with backup"),
        (WEEKLY, 'days = "mon"', "", 5, "one day of the week"),
        (WEEKLY, '"mon"', '"mon tue"', 4, "one day of the week"),
        (WEEKLY, "review = true", "review = 1", 5, "review = true"),
        (WEEKLY, "review = true", "review = true\nkeep = 3", 6, "goes with backup"),
    ],
)
def test_what_is_made_for_the_office_is_told_its_first_fault(
    text: str, old: str, new: str, line: int, said: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rule(text.replace(old, new), "my.toml")

    assert f"my.toml:{line}" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"within_limits"', '"all"', 3, "one of nothing, unpromised, within_limits"),
        ('"reassign"', '"mend-it"', 1, "reassign for the one rule that mends the day"),
        ("most_moves = 3", "most_moves = -1", 6, "a whole number from 0"),
        ("most_moves = 3", "most_moves = true", 6, "a whole number from 0"),
        ("most_moves = 3", 'when = "pri=1"', 6, "looks at all of it"),
        ("most_moves = 3", 'do = ["note {order} x"]', 6, "looks at all of it"),
        ('alone = "within_limits"', 'every = "5m"\ndo = ["note {order} x"]', 5, "policy goes with alone"),
        ('"20m"', '"soon"', 5, "minutes or hours"),
    ],
)
def test_what_mends_the_day_is_told_its_first_fault(old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_rule(MENDING.replace(old, new), "my.toml")

    assert f"my.toml:{line}" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"5m"', '"5 m', 4, "Illegal character"),
        ('every = "5m"', "every = 5", 4, "every"),
        ('every = "5m"', 'every = "2d"', 4, "minutes or hours"),
        ('every = "5m"', 'every = "0m"', 4, "a minute to a day"),
        ('every = "5m"', "", 10, "rule: needs one of every, at, event"),
        ('every = "5m"', 'every = "5m"\nat = "16:00"', 5, "at: only one of every, at, event"),
        ('every = "5m"', 'every = "5m"\nat = "16:00"', 5, "; expected every or at alone"),
        ('every = "5m"', 'at = "4pm"', 4, "four digits"),
        ('every = "5m"', 'every = "5m"\ndays = "mon"', 5, "goes with at"),
        ('every = "5m"', 'at = "16:00"\ndays = "monday"', 5, "some of mon"),
        ('every = "5m"', 'event = "declined"', 4, "visit.declined"),
        ('every = "5m"', 'event = "visit.declind"', 4, "expected visit.declined"),
        ('every = "5m"', 'event = "work_order.reopened"', 4, "expected order.reopened"),
        ('every = "5m"', 'event = "stock.received"', 4, "about an order"),
        ('every = "5m"', 'event = "vist.declined"', 4, "expected visit.declined"),
        ('every = "5m"', 'event = "note.x"', 4, "one of note.added"),
        ('says = "Release', 'group = "mine"\nsays = "Release', 3, "one of intake"),
        ('every = "5m"', 'before = "5m"\nof = "lunch"', 5, "planned_start"),
        ('every = "5m"', 'after = "9999h"\nof = "opened"', 4, "90 days"),
        ('"parts-arrived"', '"Parts arrived"', 2, "small letters"),
        ('says = "Release what waited for parts."', "", 10, 'says = "…"'),
        ("status=on_hold", "statux=on_hold", 5, "status"),
        ("status=on_hold", "status=odd", 5, "on_hold"),
        ("release {order}", "release 17", 7, "{order}"),
        ("skip_older_than 10m", "skip_older_than", 10, "run_latest"),
        ("skip_older_than 10m", "run_all 10m", 10, "run_latest"),
        ("skip_older_than 10m", "skip_older_than soon", 10, "minutes or hours"),
        ("catch_up", "catchup", 10, "one of the keys catch_up"),
        ('name = "parts-arrived"', 'name = "a\\u001b[2J"', 2, "in one line"),
        ('name = "parts-arrived"', "[name]\nx = 1", 2, "in one line"),
    ],
)
def test_the_first_fault_is_told_with_its_line(old: str, new: str, line: int, said: str) -> None:
    assert old in GOOD

    with pytest.raises(InvalidInput) as refused:
        read_rule(GOOD.replace(old, new), "my.toml")

    assert f"my.toml:{line}" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("relaese {order}", "release"),
        ("hold {order}", "needs a reason"),
        ("plan {order}", "plan"),
    ],
)
def test_lines_that_nobody_could_type_are_told_with_their_line(line: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked_rule(GOOD.replace("note {order} released", line), "my.toml")

    assert "my.toml:8" in str(refused.value)
    assert said in str(refused.value)


def test_a_rule_may_do_no_more_than_who_works_at_the_console() -> None:
    above = [verb for verb in VERBS if not allows(Role.DISPATCHER, verb.needs) and not verb.role]
    assert above
    for verb in above:
        words = verb.example.replace("4417", "{order}") if verb.takes is not Takes.NOTHING else verb.example
        line = words if "{order}" in words else f"{words} {{order}}"
        with pytest.raises(InvalidInput):
            checked_rule(a_rule(do=line.replace('"', "'")))


def test_a_text_that_is_too_long_is_no_rule() -> None:
    with pytest.raises(InvalidInput):
        read_rule("#" * (LONGEST_TEXT + 1))


@given(some.text(max_size=200))
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    for written in (text, a_rule(when=text.replace('"', "")), a_rule(do=text.replace('"', ""))):
        try:
            checked_rule(written)
        except InvalidInput:
            continue
