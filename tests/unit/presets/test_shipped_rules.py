"""Are the rules that come with the program, and the one in the how-to, such as they can be switched on?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wom_tui.grammar.rule_lines import checked_rule
from wom_tui.presets.shipped import shipped_rules

DOCS = Path(__file__).parents[3] / "docs"
HOW_TO, REFERENCE = DOCS / "how-to/rules.md", DOCS / "reference/rules.md"


@pytest.mark.parametrize(("name", "text"), shipped_rules().items())
def test_a_shipped_rule_is_right_and_stands_in_the_reference(name: str, text: str) -> None:
    rule = checked_rule(text, name)

    assert rule.name == name
    assert rule.says.endswith(".")
    assert f"### {name}\n" in REFERENCE.read_text(encoding="utf-8")


def test_the_rule_of_the_how_to_is_right() -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)

    assert checked_rule(text).name == "declined-urgent"
