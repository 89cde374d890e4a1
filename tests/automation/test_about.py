"""Are technicians, certificates and the office watched as orders are, whoever leads and whatever is undone?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.commands.typed import do
from tests.office import HOUR, KIM, MINUTE, an_order, number_of
from tests.ruled import Ruled, an_alert_rule
from wom_tui.automation.alert_rehearsal import would_have_raised, would_raise
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.undo import Undo
from wom_tui.domain.about import VOCABULARIES, About
from wom_tui.domain.rule import Outcome
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.technician import SkillGrant, Technician
from wom_tui.errors import InvalidInput
from wom_tui.queries.about import rows_about
from wom_tui.store.reader import Reader

DAY = timedelta(days=1)
SILENT = an_alert_rule("silent", about="technician", when="silent>30m")
ENDS = an_alert_rule("ends", about="certificate", when="until<+30d")


def begins_at(office: Ruled, order: int, who: str = "kim", when: str = "15:00") -> None:
    do(office.desk, f"assign {order} {who} {when}", f"dispatch {order}")


def test_who_takes_over_goes_on_and_tells_nobody_twice(office: Ruled, order: int) -> None:
    begins_at(office, order)
    office.enable(an_alert_rule("silent", about="technician", when="silent>30m", lasting="10m"))
    assert office.tick(91 * MINUTE).outcomes == []

    office.may, office.runner = office.take("two"), office.another()
    assert office.tick(9 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    office.may, office.runner = office.take("three"), office.another()
    assert office.tick(MINUTE).outcomes == []

    assert office.told() == [("technician:kim", "open")]


def test_what_was_taken_back_is_not_told_again(office: Ruled, order: int) -> None:
    begins_at(office, order)
    office.enable(SILENT)
    office.tick(91 * MINUTE)

    office.desk.run(Undo(receipt=office.actions()[0].command_id))

    assert office.tick(MINUTE).outcomes == []
    assert office.told() == []


def test_a_technician_who_has_said_anything_since_is_not_silent(office: Ruled, order: int) -> None:
    later = number_of(office.desk, an_order(site=2))
    begins_at(office, order)
    begins_at(office, later, when="17:00")
    office.enable(SILENT)

    office.tick(80 * MINUTE)  # 15:20
    do(office.desk, f"accept {later}")
    assert office.tick(25 * MINUTE).outcomes == []  # 25 minutes ago something was heard
    office.tick(6 * MINUTE)

    assert [row.says for row in office.alerts()] == [f"A rule of a test. (K. Moran, order {order})"]


def test_who_is_told_late_to_go_has_been_silent_since_then(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 15:00")
    office.enable(SILENT)
    office.tick(100 * MINUTE)  # 15:40
    do(office.desk, f"dispatch {order}")

    assert office.tick(30 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]


def test_nothing_is_expected_of_who_was_not_told_to_go_or_is_at_work(office: Ruled, order: int) -> None:
    working = number_of(office.desk, an_order(site=2))
    do(office.desk, f"assign {order} kim 15:00")
    begins_at(office, working, "ali", "14:30")
    office.enable(SILENT)
    office.tick(40 * MINUTE)
    do(office.desk, f"arrive {working}")

    assert office.tick(75 * MINUTE).outcomes == []  # until 15:30 plus thirty minutes
    office.tick(10 * MINUTE)

    assert office.told() == [("technician:ali", "open")]


def test_a_skill_that_goes_on_by_another_certificate_does_not_end(office: Ruled) -> None:
    (known,) = office.desk.ask(Reader.select, SkillGrant, technician_id=KIM)
    ends = replace(known, valid_to_on=date(2026, 3, 10))
    office.desk.run(LoadFacts(facts=(ends,), what="skills"))
    assert [row.subject for row in would_raise(read_rule(ENDS), office.desk)] == ["certificate:kim lights"]

    renewed = SkillGrant(id=9, technician_id=KIM, skill="lights", level=3, valid_from_on=date(2026, 3, 11))
    office.desk.run(LoadFacts(facts=(renewed,), what="skills"))

    assert would_raise(read_rule(ENDS), office.desk) == []


def test_nobody_worries_about_who_has_left(office: Ruled) -> None:
    (known,) = office.desk.ask(Reader.select, SkillGrant, technician_id=KIM)
    kim = office.desk.ask(Reader.get, Technician, KIM)
    facts = (replace(known, valid_to_on=date(2026, 3, 10)), replace(kim, is_active=False))
    office.desk.run(LoadFacts(facts=facts, what="leaving"))

    assert would_raise(read_rule(ENDS), office.desk) == []


def test_the_past_is_looked_at_as_it_was(office: Ruled, order: int) -> None:
    begun_at = office.clock.at
    begins_at(office, order)
    office.clock.forward(2 * HOUR)

    found = would_have_raised(read_rule(SILENT), office.desk, begun_at)

    assert [subject for _, subject in found.raised] == ["technician:kim"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"about": "customer", "when": "name=x"}, "one of order, technician"),
        ({"about": "technician", "when": "status=ready"}, "silent"),
        ({"about": "office"}, 'when = "…"'),
        ({"about": "technician", "when": "silent>1h", "do": ["note {order} x"]}, "about orders"),
        ({"about": "technician", "when": "silent>1h", "clear_when": "silent<1h"}, "about orders"),
        ({"about": "technician", "when": "silent>1h", "at": "16:00"}, "all the time"),
    ],
)
def test_what_cannot_be_asked_is_refused_when_it_is_read(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInput, match="rule:") as refused:
        read_rule(an_alert_rule(**keys))

    assert said in str(refused.value)


@pytest.mark.parametrize("about", [about for about in About if about is not About.ORDER])
def test_every_row_has_what_can_be_asked_of_it(office: Ruled, order: int, about: About) -> None:
    (known,) = office.desk.ask(Reader.select, SkillGrant, technician_id=KIM)
    office.desk.run(LoadFacts(facts=(replace(known, valid_to_on=date(2026, 3, 10)),), what="skills"))
    number_of(office.desk, an_order())  # as the other is

    rows = office.desk.ask(rows_about, about, office.clock.at)

    assert rows
    for key in VOCABULARIES[about].keys.values():
        assert all(hasattr(row, name) for row in rows for name in key.reads)
    assert all(VOCABULARIES[about].contains("")(row) for row in rows)
