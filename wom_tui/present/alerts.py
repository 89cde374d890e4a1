"""What does a rule that raises an alert say of it, in words?"""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.about import About
from wom_tui.domain.alert_rule import AlertSpec, Escalation, Figure, Threshold
from wom_tui.domain.rule import Definition
from wom_tui.present.durations import hours_or_minutes

_FIGURES = {Figure.COUNT: "orders that meet", Figure.HOURS: "hours of work of orders that meet"}


def alert_words(definition: Definition) -> Iterator[str]:
    """What a rule's alert is, line by line."""
    spec = definition.alert
    if spec is None:
        return
    yield f"raises a {spec.severity.value} {_about(definition, spec)}"
    if spec.lasting:
        yield f"when that has held for {hours_or_minutes(spec.lasting)}"
    yield f"cleared {_cleared(spec)}"
    yield from (_step(step) for step in spec.escalations)
    if definition.lines:
        yield f"and then: {'; '.join(definition.lines)}"


def _about(definition: Definition, spec: AlertSpec) -> str:
    threshold = spec.threshold
    if spec.about is About.OFFICE:
        return f"about the office, when this holds: {definition.condition}"
    if spec.about is not About.ORDER:
        return f"about each {spec.about.value} that meets: {definition.condition}"
    if threshold is None:
        met = f" that meets: {definition.condition}" if definition.condition else ""
        return f"about each order{met}"
    each = f", for each {threshold.by.value}" if threshold.by else ""
    return f"at {_amount(threshold, threshold.at_least)} {_counted(threshold)}{each}"


def _counted(threshold: Threshold) -> str:
    if threshold.figure is Figure.SHARE:
        return f"of the orders that meet {threshold.among}, that meet {threshold.orders} as well"
    return f"{_FIGURES[threshold.figure]} {threshold.orders}"


def _amount(threshold: Threshold, value: float) -> str:
    return f"{value:g}{' %' if threshold.figure is Figure.SHARE else ''}"


def _cleared(spec: AlertSpec) -> str:
    if spec.threshold is not None:
        return f"below {_amount(spec.threshold, spec.threshold.clear_below)}"
    return f"when this holds: {spec.clear_when}" if spec.clear_when is not None else "when that holds no more"


def _step(step: Escalation) -> str:
    to = f"each {step.role.value}" if step.role else step.person
    return f"after {hours_or_minutes(step.after)} without an answer it goes to {to}"
