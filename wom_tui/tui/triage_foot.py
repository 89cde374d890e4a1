"""Under the queue: the order under the cursor, what could be done about it, and what the typed line would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical

from wom_tui.present.board import Day
from wom_tui.present.cells import Line, clip, fill
from wom_tui.present.triage_answer import (
    Trial,
    candidate_note,
    consequences,
    facts,
    head,
    other_answers,
    still_to_type,
    typed_line,
)
from wom_tui.tui.newest import Newest
from wom_tui.tui.rest import Rest
from wom_tui.tui.said_here import here_of
from wom_tui.tui.trial import try_line
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.grammar.answers import Answer
    from wom_tui.queries.triage import Entry
    from wom_tui.queries.triage_entry import Closer
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.screens.triage import TriageView

_REST_S = 0.15  # so long the cursor stays on an order before it is read
_INDENT = 3
_BESIDE = 96  # from this width on facts and consequences stand side by side
# From this height of the view on: facts, other answers with their head.
_ROOMS = ((28, 7, 4), (24, 5, 3), (18, 3, 1), (12, 2, 0))


class TypedLine(OneLine):
    """The answer, as the command line would have it."""

    ground = "raised"


class TriageFoot(Vertical):
    """Facts left, consequences right, the other answers, and the typed line."""

    DEFAULT_CSS = """
    TriageFoot { height: auto; width: 1fr; }
    TriageFoot StillLines { width: 1fr; height: 1; }
    """

    def __init__(self, view: TriageView) -> None:
        super().__init__(id="triage-foot")
        self.view = view
        self.answers: Sequence[Answer] = ()
        self.chosen = 0
        self.suggested: dict[int, str] = {}  # what was typed for an order, as long as its facts are the same
        self._entry: Entry | None = None
        self._closer: Closer | None = None
        self.line_before = (
            ""  # that was typed for the order until its facts were others; read, unlike what is now
        )
        self.trial: Trial | None = None
        self._newest = Newest()
        self._facts, self._others = 0, 0  # lines
        self._rest = Rest(self, _REST_S, self._ask)

    def compose(self) -> ComposeResult:
        yield StillLines(id="triage-words")
        yield TypedLine(id="triage-line")
        yield TypedLine(id="triage-usage")

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    @property
    def answer(self) -> Answer | None:
        """What is typed."""
        return self.answers[self.chosen] if self.answers else None

    @property
    def line_text(self) -> str:
        return self.answer.line if self.answer is not None else ""

    @property
    def _usage(self) -> str:
        """How the verb that is typed is used."""
        if self.answer is None:
            return ""
        from wom_tui.grammar.intent import verb_named
        from wom_tui.grammar.verbs import VERBS

        return verb_named(self.answer.line.partition(" ")[0], VERBS).usage

    def fit(self, height: int, taken: int) -> None:
        """Fewer lines on a lower screen; the list comes first.

        Args:
            taken: lines that the command line has taken: while it is open it stands in place of the typed one.
        """
        self.query_one("#triage-line").display = not taken
        height += taken
        rooms = ((facts, others) for least, facts, others in _ROOMS if height >= least)
        self._facts, self._others = next(rooms, (0, 0))
        self.query_one("#triage-usage").display = self._others > 1
        lines = 1 + self._facts + 1 + self._others + (2 if self._others > 1 else 1)
        self.query_one("#triage-words").styles.height = lines if self._facts else 1

    # ---------------------------------------------------------------------------------------------- reading

    def look_at(self, entry: Entry | None) -> None:
        """Another order is under the cursor, or the same one with other facts."""
        before, self._entry = self._entry, entry
        if entry is None:
            self._forget()
        elif before is None or before != entry:
            is_same = before is not None and before.number == entry.number
            self.line_before = (self.line_before or self.line_text) if is_same else ""
            self._forget()
            self._rest.begin()
        self.draw()

    def _forget(self) -> None:
        self._rest.drop()
        self._newest.drop()
        self.answers, self.chosen, self._closer, self.trial = (), 0, None, None

    def _ask(self) -> None:
        entry = self._entry
        if entry is None or not self.wom.is_live:
            return
        from wom_tui.queries.triage_entry import closer

        came = self._newest.only(self._came)
        travel = self.wom.seat.desk.travel
        self.view.read(
            closer, entry.number, entry.causes, self.wom.now(), travel, then=came, again=self._rest.begin
        )

    def _came(self, seen: Closer | None) -> None:
        if seen is None or self._entry is None:
            return
        from wom_tui.grammar.answers import answers_to

        self._closer, self.chosen = seen, 0
        is_away = self._entry.snooze is not None
        self.answers = answers_to(seen, self.wom.now(), self.wom.seat.zone, is_away=is_away)
        lines = [answer.line for answer in self.answers]
        if self.line_before in lines:
            self.chosen, self.line_before = lines.index(self.line_before), ""
        self._typed()

    def step(self) -> None:
        """The next answer."""
        if self.answers:
            self.chosen, self.line_before = (self.chosen + 1) % len(self.answers), ""
            self._typed()

    def _typed(self) -> None:
        """Another line: it is tried, and the list shows it."""
        self._newest.drop()
        self.trial = None
        answer = self.answer
        assert answer is not None and self._entry is not None
        self.suggested = {self._entry.number: answer.line}
        self.view.draw()
        if answer.is_open:
            return
        here = here_of(self.wom, (Target.of(self._entry.row),), answer.line)  # on what is there by now
        came = self._newest.only(self._tried)

        def job() -> None:
            self.app.call_from_thread(came, try_line(self.wom, answer.line, here))

        self.wom.work(job, quietly=True)

    def _tried(self, trial: Trial) -> None:
        self.trial = trial
        self.draw()

    # ---------------------------------------------------------------------------------------------- drawing

    def draw(self) -> None:
        """All of it; nothing where there is no order."""
        width, entry = self.view.size.width, self._entry
        words, line = self.query_one("#triage-words", StillLines), self.query_one("#triage-line", TypedLine)
        if entry is None or not width:
            words.show([])
            line.show(())
            self.query_one("#triage-usage", TypedLine).show(())
            return
        words.show(self._words(entry, width))
        answer = self.answer
        if answer is None:
            line.show(((" :", "accent"), (" asking what could be done", "dim")))
        else:
            place = (self.chosen, len(self.answers))
            undo = self.wom.keymap.shown("undo")
            line.show(typed_line(answer.line, *place, is_open=answer.is_open, undo_key=undo, width=width))
        self.query_one("#triage-usage", TypedLine).show((("  ", ""), (self._usage, "dim")))

    def _words(self, entry: Entry, width: int) -> list[Line]:
        first = head(entry, self.wom.signs, self.wom.presence.on(entry.number))
        if not self._facts:
            return [clip(self._indented(first), width - 1)]
        own = width - 2 * _INDENT
        body = self._beside(entry, own) if own >= _BESIDE else self._below(entry, own)
        lines: list[Line] = [(), first, *body]
        lines += [()] if self._others > 1 else []
        lines += self._other_lines(own)
        return [clip(self._indented(one), width - 1) for one in lines]

    def _indented(self, line: Line) -> Line:
        return ((" " * _INDENT, ""), *line) if line else ()

    @property
    def _day(self) -> Day:
        return Day(self.wom.now(), self.wom.seat.zone, self.wom.seat.rules)

    def _beside(self, entry: Entry, width: int) -> list[Line]:
        """Facts left, what the line does right of them."""
        left_width = width * 46 // 100
        left = self._fact_lines(entry, left_width - 2)[: self._facts]
        right = [(("What the line does", "dim"),), *self._consequences()] if self.answer is not None else []
        if len(right) > self._facts:
            right = [*right[: self._facts - 1], (("   and more", "dim"),)]
        pairs = max(self._facts, 1)
        left += [()] * (pairs - len(left))
        right += [()] * (pairs - len(right))
        return [(*fill(one, left_width), *other) for one, other in zip(left, right, strict=True)]

    def _below(self, entry: Entry, width: int) -> list[Line]:
        """The clock, then what the line does: where there is little room, that is what counts."""
        right = self._consequences()
        least = max(1, self._facts - len(right))
        lines = [*self._fact_lines(entry, width)[:least], *right][: self._facts]
        return lines + [()] * (self._facts - len(lines))

    def _fact_lines(self, entry: Entry, width: int) -> list[Line]:
        detail = self._closer.detail if self._closer is not None else None
        return facts(entry, detail, self._day, self.wom.signs, width)

    def _consequences(self) -> list[Line]:
        answer = self.answer
        if answer is None:
            return []
        if answer.is_open:
            return [still_to_type(answer.words, self.wom.signs)]
        detail = self._closer.detail if self._closer is not None else None
        return consequences(self.trial, answer.candidate, detail, self._day, self.wom.signs)

    def _other_lines(self, width: int) -> list[Line]:
        listed = [
            (one.line, candidate_note(one.candidate) if one.candidate is not None else one.words)
            for one in self.answers
        ]
        return other_answers(listed, self.chosen, self._others, self.wom.signs, width)
