"""What does a state look like: its glyph, its word, its ink?

Every state is told by glyph and word; the ink comes third and may be missing. All glyphs are in WGL4, the set
that the common terminal fonts share; each has an ASCII sign for terminals that disagree about widths.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from wom_tui.domain.states import OrderStatus, Sla, VisitStatus
from wom_tui.errors import InvalidInput
from wom_tui.present.cells import Piece


@dataclass(frozen=True)
class Label:
    """A state as it is shown."""

    glyph: str
    ascii: str
    word: str
    ink: str

    def sign(self, is_ascii: bool) -> str:
        """The glyph, or its ASCII stand-in."""
        return self.ascii if is_ascii else self.glyph


_DONE = ("√", "=")

# By the value of `OrderRow.state`: an order's status, or its visit's where that says more.
STATES: Mapping[str, Label] = MappingProxyType(
    {
        OrderStatus.DRAFT.value: Label("◦", ".", "draft", "dim"),
        OrderStatus.READY.value: Label("○", "o", "ready", "ready"),
        OrderStatus.SCHEDULED.value: Label("□", "@", "scheduled", "plan"),
        OrderStatus.DISPATCHED.value: Label("»", "d", "dispatched", "move"),
        OrderStatus.IN_PROGRESS.value: Label("●", "#", "in progress", "site"),
        OrderStatus.ON_HOLD.value: Label("║", '"', "on hold", "hold"),
        OrderStatus.COMPLETED.value: Label(*_DONE, "completed", "done"),
        OrderStatus.CLOSED.value: Label(*_DONE, "closed", "done"),
        OrderStatus.CANCELLED.value: Label("×", "x", "cancelled", "done"),
        VisitStatus.PLANNED.value: Label("□", "@", "planned", "plan"),
        VisitStatus.ACCEPTED.value: Label("■", "a", "accepted", "move"),
        VisitStatus.TRAVELLING.value: Label("►", ">", "travelling", "move"),
        VisitStatus.ON_SITE.value: Label("●", "#", "on site", "site"),
        VisitStatus.DONE.value: Label(*_DONE, "done", "done"),
        VisitStatus.INCOMPLETE.value: Label("▼", "%", "incomplete", "late"),
        VisitStatus.DECLINED.value: Label("◄", "<", "declined", "late"),
        VisitStatus.MISSED.value: Label("Ø", "0", "missed", "late"),
    }
)

CLOCKS: Mapping[Sla, Label] = MappingProxyType(
    {
        Sla.OK: Label(" ", " ", "ok", "text"),
        Sla.AT_RISK: Label("≈", "~", "at risk", "warn"),
        Sla.WARNING: Label("▲", "^", "warning", "warn"),
        Sla.BREACHED: Label("‼", "!", "past due", "late"),
        Sla.PAUSED: Label("║", '"', "paused", "hold"),
        Sla.MET: Label("√", "=", "met", "done"),
        Sla.NO_SLA: Label(" ", " ", "", "dim"),
    }
)


def state_label(state: str) -> Label:
    """The label of a state; an unknown one is shown by its name."""
    return STATES.get(state) or Label("·", ".", state.replace("_", " "), "dim")


def state_piece(state: str, *, is_ascii: bool) -> Piece:
    """`● on site`, in its ink."""
    label = state_label(state)
    return f"{label.sign(is_ascii)} {label.word}", label.ink


@dataclass(frozen=True)
class Signs:
    """The signs that are not states: gutter, rules, arrows, meters."""

    cursor: str = "▌"
    mark: str = "▪"
    rule: str = "─"
    wall: str = "│"
    up: str = "↑"
    down: str = "↓"
    full: str = "▄"
    empty: str = "▄"
    nobody: str = "–"
    ellipsis: str = "…"
    minus: str = "−"
    dash: str = "–"
    dot: str = "·"
    arrow: str = "→"
    done: str = _DONE[0]
    is_ascii: bool = False
    dots: str = "braille"  # what the map is drawn with: see `map_canvas.Dots`

    def keys(self, names: str) -> str:
        """Names of keys as these signs can show them: an arrow that became the letter v would be another key."""
        return names.translate(_ARROW_KEYS) if self.is_ascii else names


_ARROW_KEYS = str.maketrans({"↑": "Up", "↓": "Down", "←": "Left", "→": "Right"})

WGL4 = Signs()
ASCII = Signs(
    cursor=">",
    mark="*",
    rule="-",
    wall="|",
    up="^",
    down="v",
    full="#",
    empty=".",
    nobody="-",
    ellipsis="~",
    minus="-",
    dash="-",
    dot=".",
    arrow="->",
    done=_DONE[1],
    is_ascii=True,
    dots="letters",
)
_DOTS = ("braille", "blocks", "letters")


def signs_of(is_ascii: bool, dots: str = "") -> Signs:
    """The set of signs for a terminal.

    Args:
        dots: what the map is drawn with; empty = as goes with the signs.

    Raises:
        InvalidInput: there are no such dots.
    """
    if dots and dots not in _DOTS:
        raise InvalidInput("console.map", dots, ", ".join(_DOTS))
    signs = ASCII if is_ascii else WGL4
    return replace(signs, dots=dots) if dots and not is_ascii else signs
