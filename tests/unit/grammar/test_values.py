"""Does a word mean the value that was meant?"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wom_tui.domain.work_order import HoldReason, MaterialLine, Priority, SkillNeed
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values


@pytest.mark.parametrize("text", ["2", "P2", "p2", " p2 "])
def test_a_priority_is_a_number_with_or_without_its_letter(text: str) -> None:
    assert values.priority(text) is Priority.P2


@pytest.mark.parametrize("text", ["0", "5", "P", "high", "22", "²"])
def test_what_is_no_priority_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="P1 to P4"):
        values.priority(text)


def test_a_word_of_a_list_may_be_begun() -> None:
    assert values.word_of(HoldReason, "wea", "reason") is HoldReason.WEATHER
    with pytest.raises(InvalidInput, match="access, approval"):
        values.word_of(HoldReason, "a", "reason")


@pytest.mark.parametrize(("text", "cents"), [("12", 1200), ("12.5", 1250), ("12.05", 1205), ("0.99", 99)])
def test_an_amount_is_exact_to_the_cent(text: str, cents: int) -> None:
    assert values.cents(text, "estimate") == cents


def test_skills_have_levels() -> None:
    assert values.skills("lights:2, trees") == (SkillNeed(name="lights", level=2), SkillNeed(name="trees"))
    assert values.skills("none") == ()


def test_material_has_quantity_and_price() -> None:
    assert values.materials("valve, washer*2@1.50, cable * 12.5 @ 3") == (
        MaterialLine(name="valve", quantity=1),
        MaterialLine(name="washer", quantity=2, price_cents=150),
        MaterialLine(name="cable", quantity=12.5, price_cents=300),
    )
    assert values.materials("none") == ()


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.skills, "lights:9"),
        (values.skills, ":2"),
        (values.materials, "washer*x"),
        (values.materials, "@5"),
        (values.materials, "0"),
        (values.materials, "valve, 2"),
        (lambda text: values.cents(text, "estimate"), "12,50"),
        (lambda text: values.count(text, "point", least=1), "0"),
        (lambda text: values.order_number(text, "duplicate"), "4417/2"),
    ],
)
def test_what_cannot_be_read_is_refused(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(InvalidInput):
        read(text)
