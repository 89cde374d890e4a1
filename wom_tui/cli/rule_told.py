"""What does the shell tell of a rule, and in which order does it list many?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.queries.rules import RuleRow


class Heads:
    """A group is named beside the first of its rules."""

    def __init__(self) -> None:
        self._last = ""

    def __call__(self, group: str) -> str:
        is_first, self._last = group != self._last, group
        return group if is_first else ""


def in_groups(documents: list[dict[str, Any]], only: str) -> list[dict[str, Any]]:
    """Group by group, in each by name; of one group only, if wanted."""
    from wom_tui.domain.rule import Group

    groups = [group.value for group in Group]
    if only and only not in groups:
        raise InvalidInput("--group", only, f"one of {', '.join(groups)}")
    wanted = [one for one in documents if not only or one["group"] == only]
    return sorted(wanted, key=lambda one: (groups.index(one["group"]), one["name"]))


def document_of(row: RuleRow) -> dict[str, Any]:
    """A rule that the office has."""
    told = _told(row.rule.text, row.rule.name)
    return told | {
        "state": "on" if row.rule.is_on else "off",
        "is_kept": True,
        "done": row.done,
        "last_at": row.last_at,
        "held": row.held,
        "failures": row.failures,
        "why_off": row.rule.off_reason,
    }


def shipped_document(name: str, text: str) -> dict[str, Any]:
    """A rule that only the program, or a file, has: nobody has switched it on here, so it is off."""
    nothing = {"done": 0, "last_at": None, "held": 0, "failures": 0, "why_off": None}
    return _told(text, name) | {"state": "off", "is_kept": False, **nothing}


def _told(text: str, name: str) -> dict[str, Any]:
    """What a rule's text says; a text that a later program cannot read is shown all the same."""
    from wom_tui.domain.rule import Group
    from wom_tui.domain.rule_text import read_rule
    from wom_tui.present.alerts import alert_words
    from wom_tui.present.rules import catch_up_words, does_words, trigger_words

    try:
        rule = read_rule(text, name)
    except InvalidInput as error:
        empty = dict.fromkeys(("does", "when", "condition", "catch_up"), "")
        unread = {"group": Group.OWN.value, "name": name, **empty, "lines": [], "alert": []}
        return unread | {"says": str(error)}
    return {
        "group": rule.group.value,
        "name": rule.name,
        "does": does_words(rule),
        "when": trigger_words(rule.trigger),
        "condition": rule.condition,
        "catch_up": catch_up_words(rule),
        "lines": list(rule.lines),
        "alert": list(alert_words(rule)),
        "says": rule.says,
    }
