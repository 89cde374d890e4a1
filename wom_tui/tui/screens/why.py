"""Why is it so? The answer to a question, over the view that it was asked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from wom_tui.present.cells import Line, Piece, clip, rule_after, wrap
from wom_tui.present.safe_text import safe
from wom_tui.tui.screens.low_panel import LowPanel, key

if TYPE_CHECKING:
    from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned
    from wom_tui.grammar.questions import Question
    from wom_tui.queries.why import Asking, Why
    from wom_tui.tui.app import WomApp

_INDENT = 5
_DISMISSED = frozenset({"escape", "enter", "q", "W"})


def answer(app: WomApp, question: Question) -> None:
    """Ask the desk, and show what it says; on a worker."""
    from wom_tui.grammar.questions import answered

    found = app.seat.desk.ask(answered, question, _asking(app))
    app.call_from_thread(app.push_screen, WhyPanel(question, found))


def answer_of_plan(app: WomApp, plan: Plan, line: PlannedVisit | Unplanned) -> None:
    """The same of a line of a plan that is only proposed; on a worker."""
    from wom_tui.grammar.questions import question_in
    from wom_tui.queries.why_planned import why_planned

    found = app.seat.desk.ask(why_planned, plan, line, _asking(app))
    question = question_in(f"why {found.label} {plan.on.isoformat()}")
    assert question is not None
    app.call_from_thread(app.push_screen, WhyPanel(question, found, head=f"why {found.label} in this plan"))


def _asking(app: WomApp) -> Asking:
    from wom_tui.queries.why import Asking

    desk = app.seat.desk
    return Asking(now=desk.now(), travel=desk.travel, room=desk.room)


class WhyPanel(LowPanel[None]):
    """The sentences."""

    def __init__(self, question: Question, found: Why, *, head: str = "") -> None:
        super().__init__()
        self.question, self.found = question, found
        self._head = head or question.text

    def on_mount(self) -> None:
        width, rule = self.app.size.width, self.wom.signs.rule
        lines = why_lines(self._head, self.found, width, self.lines_free, rule)
        keys = [key("Esc", "back")]
        if self._can_relax:
            keys.append(key("r", "what would make room"))
        self.show(lines, keys)

    @property
    def _can_relax(self) -> bool:
        from wom_tui.grammar.questions import Asked

        return self.question.asked is not Asked.RELAX

    async def press(self, event: events.Key) -> None:
        """Esc closes; r asks on."""
        if event.key in _DISMISSED:
            self.dismiss(None)
        elif event.key == "r" and self._can_relax:
            self.dismiss(None)
            self.wom.speech.say(f"relax {self.question.target}")


def why_lines(asked: str, found: Why, width: int, most: int, rule: str) -> list[Line]:
    """The question, what it is about, and the sentences; what has no room is counted."""
    head: list[Piece] = [(f"   {safe(asked)}", "bold bright"), (f"  {safe(found.title)}", "text")]
    lines: list[Line] = [(), (*rule_after([*clip(tuple(head), width - 4)], width - 1, rule, ()), (" ", ""))]
    for sentence in found.sentences:
        first, *rest = wrap(safe(sentence.text), max(20, width - _INDENT - 2)) or [""]
        lines.append((("   · ", "dim"), (first, "text")))
        lines += [((" " * _INDENT, ""), (line, "text")) for line in rest]
    room = max(4, most)
    if len(lines) > room:
        lines = [*lines[: room - 1], ((f"     and {len(lines) - room + 1} more lines", "dim"),)]
    return [clip(line, width) for line in (*lines, ())]
