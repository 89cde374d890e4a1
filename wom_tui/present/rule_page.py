"""One rule in words: what it says, how it stands, what became of its firings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wom_tui.domain.alert import subject_words
from wom_tui.domain.rule import Definition, Outcome, Watch
from wom_tui.present.at import At
from wom_tui.present.cells import Line, Piece, clip, fit, joined, line_width, wrapped
from wom_tui.present.durations import moment
from wom_tui.present.heads import head
from wom_tui.present.labels import Label
from wom_tui.present.log import NAMED_BY
from wom_tui.present.rule_list import standing_piece, when_words
from wom_tui.present.rules import chore_words, missed_words
from wom_tui.present.safe_text import safe
from wom_tui.queries.rules import WAITS_AGAIN, Action
from wom_tui.queries.rules_seen import RuleSeen

OUTCOMES: Mapping[Outcome, Label] = MappingProxyType(
    {
        Outcome.DONE: Label("√", "=", "done", "text"),
        Outcome.SO_ALREADY: Label("·", ".", "so already", "dim"),
        Outcome.LAPSED: Label("◦", ".", "no longer so", "dim"),
        Outcome.REFUSED: Label("×", "x", "refused", "warn"),
        Outcome.LOOP: Label("‼", "!", "in a circle", "late"),
        Outcome.PROPOSED: Label("?", "?", "proposed", "text"),
    }
)
_UNDONE = Label("◄", "<", "undone", "dim")  # it was done, and somebody has taken it back
_ANSWERED: Mapping[str, Label] = MappingProxyType(  # what was said to a proposal
    {
        "accepted": Label("√", "=", "accepted", "text"),
        "accepted in part": Label("√", "=", "in part", "text"),
        "rejected": Label("×", "x", "rejected", "text"),
        "made void": Label("◦", ".", "made void", "dim"),
        WAITS_AGAIN: Label("?", "?", "waits again", "text"),
    }
)
_WHEN, _NUMBER, _OUTCOME = 12, 6, 14
_GAP: Piece = ("  ", "")
Titles = Callable[[int], str]  # of an order, as far as it is known


@dataclass(frozen=True)
class Entry:
    """A line of a page; `key` names the firing that it is about, empty for heads and gaps."""

    line: Line
    key: str = ""
    order: int | None = None
    action: Action | None = None


def summary(seen: RuleSeen, at: At, width: int) -> list[Line]:
    """What it is for, when, for which orders, and what it does then: in as many lines as that takes."""
    items: list[Line] = [
        ((safe(seen.name), "bold bright"),),
        (standing_piece(seen.standing, at.signs),),
        ((when_words(seen), "text"),),
    ]
    if seen.next_at is not None:
        items.append((("next ", "dim"), (moment(seen.next_at, at.now, at.zone), "text")))
    lines: list[Line] = [joined(items, 3)]
    if seen.looked_at is not None:
        looked: Line = (("looked at until ", "dim"), (moment(seen.looked_at, at.now, at.zone), "text"))
        if line_width(joined([lines[0], looked], 3)) <= width:
            lines = [joined([lines[0], looked], 3)]
    if told := seen.definition:
        lines += [((text, "text"),) for text in wrapped(safe(told.says), width, most=2)]
        lines += _about_orders(told, width)
    lines += [((text, "late"),) for text in wrapped(_trouble(seen), width)]
    return [clip(line, width) for line in lines]


def _about_orders(told: Definition, width: int) -> list[Line]:
    """For which orders it does what; nothing of a rule that looks at the whole day, or at plans."""
    if told.chore is not None:
        makes: Line = (("makes ", "dim"), (safe(chore_words(told.chore)), "text"))
        return [joined([makes, _missed(told)], 3)]
    if not (deeds := list(_deeds(told))):
        return []
    for_whom: Line = (("for ", "dim"), (safe(told.condition) or "every open order", "text"))
    does: Line = (("does ", "dim"), (safe("; ".join(deeds)), "text"))
    missed = [] if isinstance(told.trigger, Watch) else [_missed(told)]  # what is watched has no moments
    whole = joined([for_whom, does, *missed], 3)
    return [whole] if line_width(whole) <= width else [joined([for_whom, *missed], 3), does]


def _missed(told: Definition) -> Line:
    return ("of missed moments ", "dim"), (missed_words(told), "text")


def _deeds(told: Definition) -> Iterator[str]:
    """What it does: the alert that it raises, and its lines."""
    if told.alert is not None:
        yield f"raise an alert, {told.alert.severity.value}"
    yield from told.lines


def _trouble(seen: RuleSeen) -> str:
    """Why it is off, or wrong."""
    if seen.fault:
        return safe(seen.fault)
    if seen.rule is not None and not seen.rule.is_on and seen.rule.off_reason:
        return safe(f"off: {seen.rule.off_reason}")
    if seen.failures and seen.definition is not None and seen.definition.chore is not None:
        return "what it makes is not there yet, and is tried again: its alert says why"
    if seen.failures:
        return f"it failed {some_times(seen.failures)} in a row; after five times it is switched off"
    return ""


def some_times(number: int) -> str:
    """`once`, `3 times`."""
    return "once" if number == 1 else f"{number:,} times"


def history(actions: Sequence[Action], titles: Titles, at: At, width: int) -> Iterator[Entry]:
    """What became of its firings, the last first; with a head that counts them."""
    if not actions:
        yield Entry((("it has not come due for any order yet", "dim"),))
        return
    for action in actions:
        yield Entry(firing_line(action, titles, at, width), action.key, action.order, action)


def firing_line(action: Action, titles: Titles, at: At, width: int) -> Line:
    """When it was due, for which order, what became of it, and why; else what the order is about."""
    label = _label(action)
    pieces: list[Piece] = [
        (fit(moment(action.due_at, at.now, at.zone), _WHEN), "text"),
        _GAP,
        (_about(action), "bold bright" if label.ink in ("warn", "late") else "text"),
        _GAP,
        (fit(f"{label.sign(at.signs.is_ascii)} {label.word}", _OUTCOME), label.ink),
    ]
    title = titles(action.order) if action.order is not None else ""
    why: Piece = (safe(action.said), "text") if action.said else (safe(title), "dim")
    by: Line = ((f"{_by_words(action, at)}  ", "text"),) if action.undone or action.answer else ()
    return clip([*pieces, _GAP, *by, why], width)


def _label(action: Action) -> Label:
    if action.undone:
        return _UNDONE
    return _ANSWERED[action.answer.word] if action.answer else OUTCOMES[action.outcome]


def _by_words(action: Action, at: At) -> str:
    """`by ann 14:02`: who has taken it back, or answered it."""
    last = action.undone or action.answer
    assert last is not None
    return f"by {safe(last.by)} {moment(last.at, at.now, at.zone)}"


def _about(action: Action) -> str:
    """The order's number; of what is no order what it is."""
    if action.order is not None:
        return f"{action.order:>{_NUMBER}}"
    return safe(subject_words(action.subject))


def firing_words(action: Action, at: At) -> Line:
    """The firing under the cursor: its line in the log, and what takes it back."""
    if action.outcome is Outcome.PROPOSED:
        return _proposal_words(action, at)
    if action.outcome is not Outcome.DONE:
        return (("no act came of it", "dim"), (f": {safe(action.said)}" if action.said else "", "text"))
    if action.is_empty:
        return ((safe(action.said), "text"), ("   there is nothing in the office to take back", "dim"))
    if action.undone:
        return (("it was done, and undone ", "text"), (_by_words(action, at), "text"))
    name = action.undoable[:NAMED_BY]
    opens: Line = (("Enter", "bold bright"), (" opens the order   ", "dim"))
    return (
        *(opens if action.order is not None else ()),
        (f"act {name}", "text"),
        (" in the log; ", "dim"),
        (f"undo {name}", "text"),
        (" takes it back", "dim"),
    )


def _proposal_words(action: Action, at: At) -> Line:
    """What was proposed, what was said to it, and what takes that back."""
    said = f": {safe(action.said) or 'it waits for a yes'}"
    if action.undone:
        return (("a proposal was made, and undone ", "text"), (f"{_by_words(action, at)}{said}", "text"))
    if action.answer is None:
        return (("a proposal was made", "text"), (said, "text"))
    why = f", {safe(action.answer.why)}" if action.answer.why else ""
    return (
        (f"a proposal: {action.answer.word} {_by_words(action, at)}{why}   ", "text"),
        (f"undo {action.undoable[:NAMED_BY]}", "text"),
        (" takes it back", "dim"),
    )


def counted(actions: Sequence[Action]) -> Line:
    """`12 done    1 undone    2 refused`, of the firings that are listed."""
    ends = Counter(_label(action).word for action in actions)
    done, *others = OUTCOMES.values()
    told = [
        ((f"{ends[label.word]:,}", "bold bright"), (f" {label.word}", label.ink))
        for label in (done, _UNDONE, *others, *_ANSWERED.values())
        if ends[label.word]
    ]
    return joined(told, 4) if told else (("it has not come due for any order yet", "dim"),)


def last_firings(actions: Sequence[Action], titles: Titles, at: At, width: int, most: int) -> list[Line]:
    """Under a head, as many as there is room for."""
    if most < 2:
        return []
    rule = at.signs.rule
    lines = [head("Last firings", width, rule)]
    lines += [entry.line for entry in history(actions[: most - 1], titles, at, width)]
    return lines
