"""Which parts of a week's review are about what the office does by itself? Its rules, its alerts, its messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import median

from wom_tui.domain.alert import Alert
from wom_tui.domain.branch import Branch
from wom_tui.domain.outbox import STANDING, OutgoingState
from wom_tui.domain.review import ReviewLine, ReviewPart
from wom_tui.domain.rule import ACTOR, MENDS, Outcome
from wom_tui.queries.review_seen import Looked
from wom_tui.store import journal, outbox, receipts, rule_state
from wom_tui.store.reader import Range

_MINUTE_S = 60
_REFUSED = frozenset({Outcome.REFUSED, Outcome.LOOP})


def automation(looked: Looked) -> ReviewPart:
    """What each rule did in the week, and what of it people took back."""
    connection = looked.reader.connection
    found = rule_state.ended_between(connection, looked.midnight(), looked.midnight(1))
    undone = receipts.taken_back(connection, (id for _, outcome, id in found if outcome is Outcome.DONE))
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    acts: dict[str, set[str]] = defaultdict(set)
    for rule, outcome, command_id in found:
        ends[rule]["refused"] += outcome in _REFUSED
        ends[rule]["proposed"] += outcome is Outcome.PROPOSED
        if outcome is Outcome.DONE:
            acts[rule].add(command_id)  # what mends a day answers several things with one act
    lines = (
        ReviewLine(
            label=rule,
            values=(len(acts[rule]), len(acts[rule] & undone.keys()), count["refused"], count["proposed"]),
        )
        for rule, count in sorted(ends.items())
    )
    columns = ("acts", "undone", "refused", "proposed")
    return ReviewPart(name="automation", columns=columns, lines=tuple(lines))


def repairs(looked: Looked) -> ReviewPart:
    """What became of the repairs that were proposed in the week."""
    mine = {
        f"{Branch.noun}:{branch.id}"
        for branch in looked.reader.select(Branch)
        if branch.name == f"{MENDS}-{branch.id}"
    }
    counts = Counter[str]()
    for act in journal.acts(looked.reader.connection, looked.midnight(), looked.midnight(1)):
        if act.subject in mine and act.undo_of is None:
            is_rule = act.actor == ACTOR + MENDS
            counts[f"{act.kind} by {'rule' if is_rule else 'people'}"] += 1
    words = {
        "proposed": "branch.created by rule",
        "accepted": "branch.merged by people",
        "rejected": "branch.dropped by people",
        "made void": "branch.dropped by rule",
    }
    lines = (ReviewLine(label=label, values=(counts[key],)) for label, key in words.items())
    return ReviewPart(name="repairs", columns=("repairs",), lines=tuple(lines) if counts else ())


def alerts(looked: Looked) -> ReviewPart:
    """The alerts of the week by what raised them, and how long it took until somebody said that they know."""
    inside = Range(looked.midnight(), looked.midnight(1))
    by_rule: dict[str, list[Alert]] = defaultdict(list)
    for alert in looked.reader.select(Alert, raised_at=inside):
        by_rule[alert.rule].append(alert)
    lines = []
    for rule, found in sorted(by_rule.items()):
        took = [
            (alert.acknowledged_at - alert.raised_at).total_seconds() / _MINUTE_S
            for alert in found
            if alert.acknowledged_at is not None
        ]
        middle = round(median(took)) if took else None
        still = sum(alert.is_open for alert in found)
        lines.append(ReviewLine(label=rule, values=(len(found), len(took), middle, still)))
    columns = ("raised", "acknowledged", "median_min", "still_open")
    return ReviewPart(name="alerts", columns=columns, lines=tuple(lines))


def messages(looked: Looked) -> ReviewPart:
    """What was to leave the house in the week, by notification, and what of it did not arrive."""
    connection = looked.reader.connection
    counts = outbox.counts_between(connection, looked.midnight(), looked.midnight(1))
    by_name: dict[str, Counter[OutgoingState]] = defaultdict(Counter)
    for (name, state), number in counts.items():
        by_name[name][state] = number
    lines = (
        ReviewLine(
            label=name,
            values=(
                found[OutgoingState.SENT],
                found[OutgoingState.DEAD],
                found[OutgoingState.LAPSED],
                sum(found[state] for state in STANDING),
            ),
        )
        for name, found in sorted(by_name.items())
    )
    columns = ("sent", "given_up", "lapsed", "waiting")
    return ReviewPart(name="messages", columns=columns, lines=tuple(lines))
