"""By which policies and calendars is time counted?"""

from __future__ import annotations

from collections.abc import Iterable

from wom_tui.domain.order_clock import SlaRules
from wom_tui.store.reader import Reader
from wom_tui.store.rules import read_rules

_NOUNS = frozenset({"sla_policy", "calendar", "holiday"})


def sla_rules(reader: Reader) -> SlaRules:
    """All policies and calendars of the office."""
    return read_rules(reader)


def changes_rules(subjects: Iterable[str]) -> bool:
    """Whether one of these subjects, as `noun:id`, is something by which time is counted."""
    return any(subject.partition(":")[0] in _NOUNS for subject in subjects)
