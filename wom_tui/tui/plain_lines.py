"""How is the console worked with by ear, on a braille line, or through a pipe? Line by line.

No screen, no colour, no cursor that moves: numbered sentences, and a line that waits for yours. What is typed is what
the command line of the console takes, and goes the same way to the same desk. Nothing speaks up by itself: `news` asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from wom_tui.domain.habits import clock_text, weekday_text
from wom_tui.domain.words import some
from wom_tui.errors import NotFound, Rejected, WomError
from wom_tui.present.board import Day, stand_of
from wom_tui.present.safe_text import safe
from wom_tui.tui.undoing import Undoing

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.domain.event import Event
    from wom_tui.domain.filter import Filter
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.seat import Seat

PAGE = 10
PROMPT = "> "
_FINAL, _AT_ONCE = frozenset({"cancel"}), frozenset({"undo", "redo"})
Read = Callable[[str], str | None]  # shows a prompt, answers what was typed; None at the end
Write = Callable[[str], None]

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "board": "the open orders, what needs action first, ten at a time",
        "next": "the next ten",
        "filter": "only orders that fit, as in: filter status=ready pri<=2; alone: all again",
        "order": "one order at length; its number alone does the same",
        "lanes": "the day of every technician, ten at a time",
        "alerts": "what somebody has to know of now, the most severe first",
        "outbox": "what waits to leave the house, has left, could not; as in: outbox dead",
        "rules": "what the office does by itself; rule enable NAME, rule disable NAME, rule stop change it",
        "news": "what has happened since you asked last",
        "why": "why an order is where it is, as in: why 4417; why not kim 4417; relax 4417",
        "undo": "takes your last act back; redo does it again",
        "help": "these words and all verbs; help VERB says more",
        "quit": "leaves",
    }
)


class PlainLines:
    """One conversation."""

    def __init__(self, seat: Seat, read: Read, write: Write) -> None:
        self.seat, self._read, self._write = seat, read, write
        self.rows: dict[int, OrderRow] = {}
        self.filter: Filter | None = None
        self._rest: Iterator[str] = iter(())  # what `next` tells
        self._told_seq = 0
        self._undoing = Undoing(lambda: "undo", lambda: "wom log")

    def run(self) -> int:
        """Until somebody leaves; returns the exit code."""
        self.seat.open()
        try:
            self._take_all(self.seat.all_rows())
            self._told_seq = self.seat.seq
            self._greet()
            while (line := self._read(PROMPT)) is not None and line.strip() not in ("q", "quit", "exit"):
                if line.strip():
                    self._answer(line.strip())
        finally:
            self.seat.close()
        return 0

    def _greet(self) -> None:
        local = self.seat.desk.now().astimezone(self.seat.zone)
        self._write(f"{safe(self.seat.office)}, {weekday_text(local)} {clock_text(local)}.")
        open_orders = [row for row in self.rows.values() if row.ended_at is None]
        self._write(
            f"{some(len(open_orders), 'open order')}. board reads them, help says what else can be typed."
        )

    def _answer(self, line: str) -> None:
        try:
            self._say_or_do(line)
        except WomError as error:
            from wom_tui.present.refusals import refusal_words

            words = refusal_words(error, self.seat.desk.now(), self.seat.zone)
            advice = f"; {safe(error.advice)}" if isinstance(error, Rejected) and error.advice else ""
            self._write(f"Not done: {words}{advice}")

    def _say_or_do(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        said = getattr(self, f"say_{word}", None) if word in WORDS else None
        if word.isdecimal() and not rest:
            self.say_order(word)
        elif said is not None and word not in ("why", "undo"):
            said(rest.strip())
        else:
            self._do(line)

    # ---------------------------------------------------------------------------------------------- listening

    def say_board(self, _rest: str) -> None:
        self._refresh()
        day = self._day
        ends_at = day.ends_at
        if self.filter is not None:  # `today` is another since yesterday
            self.filter = self.seat.filter_of(self.filter.text, day.now)
        began_at, fits = self.seat.midnight(), self.filter.matches if self.filter else None
        shown = [
            row
            for row in self.rows.values()
            if (row.ended_at is None or row.ended_at >= began_at) and (fits is None or fits(row))
        ]
        shown.sort(key=lambda row: (*stand_of(row, day, ends_at)[:2], row.number))
        self._write(f"{some(len(shown), 'order')}{f', {safe(self.filter.text)}' if self.filter else ''}.")
        from wom_tui.present.sentences import order_sentence

        self._begin(order_sentence(row, day.now, day.zone) for row in shown)

    def say_next(self, _rest: str) -> None:
        self._page()

    def say_filter(self, rest: str) -> None:
        wanted = self.seat.filter_of(rest, self.seat.desk.now())
        self.filter = None if wanted.is_empty else wanted
        self.say_board("")

    def say_order(self, rest: str) -> None:
        from wom_tui.present.sentences import order_sentences
        from wom_tui.queries.order import order_detail

        self._refresh()
        if not rest.isdecimal():
            raise NotFound("order", rest)
        desk, number = self.seat.desk, int(rest)
        detail = desk.ask(order_detail, number, desk.now())
        if number not in self.rows:
            self._take(self.seat.again(f"work_order:{number}"))
        for sentence in order_sentences(self.rows[number], detail, self._day):
            self._write(sentence)

    def say_lanes(self, _rest: str) -> None:
        from wom_tui.present.sentences import lane_sentence
        from wom_tui.queries.lanes import lanes

        now, zone = self.seat.desk.now(), self.seat.zone
        day = self.seat.desk.ask(lanes, now.astimezone(zone).date(), now)
        self._write(f"{some(len(day.lanes), 'technician')}, the most troubled first.")
        self._begin(lane_sentence(lane, zone) for lane in day.lanes)

    def say_alerts(self, rest: str) -> None:
        from wom_tui.present.alert_list import fits
        from wom_tui.present.watch_sentences import alert_sentence
        from wom_tui.queries.alerts import alert_rows

        desk = self.seat.desk
        rows = [row for row in desk.ask(alert_rows, desk.now()) if fits(row, rest)]
        self._write(f"{some(len(rows), 'alert')}." if rows else "No alert is open.")
        self._begin(alert_sentence(row, desk.now(), self.seat.zone) for row in rows)

    def say_rules(self, rest: str) -> None:
        from wom_tui.present.rule_list import fits
        from wom_tui.present.watch_sentences import rule_sentence
        from wom_tui.queries.rules_seen import Standing, rules_seen

        desk = self.seat.desk
        seen = desk.ask(rules_seen, desk.now(), *self.seat.real_day())
        rules = [one for one in seen.rules if fits(one, rest)]
        rules.sort(key=lambda one: one.standing is Standing.SHIPPED)  # those of the office first
        self._write(f"{some(len(rules), 'rule')}.")
        self._begin(rule_sentence(one, desk.now(), self.seat.zone) for one in rules)

    def say_outbox(self, rest: str) -> None:
        from wom_tui.present.outbox_list import by_state, fits
        from wom_tui.present.watch_sentences import message_sentence
        from wom_tui.queries.outbox_seen import outbox_seen

        desk, now = self.seat.desk, self.seat.real_day()[0]
        rows = sorted((row for row in desk.ask(outbox_seen).rows if fits(row, rest)), key=by_state)
        self._write(f"{some(len(rows), 'message')}." if rows else "Nothing was to leave the house.")
        self._begin(message_sentence(row, now, self.seat.zone) for row in rows)

    def say_news(self, _rest: str) -> None:
        from wom_tui.present.story import is_told_elsewhere, story
        from wom_tui.queries.names import read_names

        desk, now, zone = self.seat.desk, self.seat.desk.now(), self.seat.zone
        events = [event for event in desk.events(self._told_seq) if not is_told_elsewhere(event)]
        self._told_seq = desk.last_seq()
        self._refresh()
        names = {id: one.name for id, one in desk.ask(read_names).technicians.items()}
        if not events:
            self._write("Nothing happened.")
            return
        self._write(f"{some(len(events), 'thing')} happened.")
        self._begin(
            f"{clock_text(e.at.astimezone(zone))}, {safe(e.who)}, {_subject(e)}: "
            f"{story(e, names, now, zone).replace('→', 'to')}."
            for e in events
        )

    def say_help(self, rest: str) -> None:
        from wom_tui.grammar.verbs import VERBS

        if rest:
            found = [verb for verb in VERBS if rest in (verb.name, *verb.aliases)]
            told = [f"{verb.usage}: {verb.help}" for verb in found]
            told += [f"{rest}: {WORDS[rest]}."] if rest in WORDS else []
            if not told:
                raise NotFound("verb", rest, tuple(verb.name for verb in VERBS))
            for line in told:
                self._write(line)
            return
        for word, says in WORDS.items():
            self._write(f"{word}: {says}.")
        self._write(
            f"Verbs: {', '.join(sorted(verb.name for verb in VERBS))}. help VERB says how each is typed."
        )

    def _begin(self, sentences: Iterable[str]) -> None:
        self._rest = (f"{number}. {said}" for number, said in enumerate(sentences, start=1))
        self._page()

    def _page(self) -> None:
        """Ten of them; whether there are more is told."""
        page = list(islice(self._rest, PAGE + 1))
        for sentence in page[:PAGE]:
            self._write(sentence)
        if len(page) > PAGE:
            first = page[PAGE]
            rest = self._rest
            self._rest = (one for part in ((first,), rest) for one in part)
            self._write("next reads on.")
        elif not page:
            self._write("There is no more.")

    # ------------------------------------------------------------------------------------------------- acting

    def _do(self, line: str) -> None:
        from wom_tui.grammar.intent import Here
        from wom_tui.grammar.line import commands_of
        from wom_tui.grammar.questions import answered, question_in
        from wom_tui.grammar.targets import numbers_in_line
        from wom_tui.queries.why import Asking

        desk = self.seat.desk
        if (question := question_in(line)) is not None:
            found = desk.ask(answered, question, Asking(now=desk.now(), travel=desk.travel, room=desk.room))
            self._write(f"{safe(found.label)}, {safe(found.title)}.")
            for sentence in found.sentences:
                self._write(safe(sentence.text))
            return
        named = [self.rows[number] for number in numbers_in_line(line) if number in self.rows]
        here = Here(
            orders={row.number: row.version for row in named},
            visits={row.visit.id: row.visit.version for row in named if row.visit},
        )
        commands = commands_of(line, desk, here)
        if commands and self._is_meant(commands, line.partition(" ")[0]):
            self._tell(self._undoing.run(commands, desk, self._send))

    def _send(self, commands: Sequence[Command]) -> Receipt:
        return self.seat.desk.run_all(commands, mode="each" if len(commands) > 1 else "all")

    def _is_meant(self, commands: Sequence[Command], verb: str) -> bool:
        """Several at once, what bends a rule and what cannot be taken back lightly is told first, and asked."""
        if verb in _AT_ONCE:
            return True
        desk = self.seat.desk
        dry = desk.run_all(commands, mode="each" if len(commands) > 1 else "all", dry_run=True)
        if len(commands) == 1 and not dry.violations and verb not in _FINAL:
            return True
        self._tell(dry)
        wanted = "yes"
        if verb in _FINAL:
            wanted = commands[0].summary.split()[1] if len(commands) == 1 else f"yes {len(commands)}"
        said = self._read(f"Type {wanted} to go on, anything else leaves it: ")
        if said is not None and said.strip() == wanted:
            return True
        self._write("Nothing was done.")
        return False

    def _tell(self, receipt: Receipt) -> None:
        from wom_tui.present.effects import effects
        from wom_tui.present.refusals import refused_words, violation_words

        at = (self.seat.desk.now(), self.seat.zone)
        self._write(f"{'Would do' if receipt.is_dry_run else 'Done'}: {safe(receipt.summary)}.")
        if number := receipt.result.get("number"):
            self._write(f"It is order {number}.")
        for sentence in effects(receipt.events, *at):
            self._write(f"{safe(sentence)}.")
        for violation in receipt.violations:
            self._write(f"Careful: {violation_words(violation, *at)}.")
        for refusal in receipt.refusals:
            self._write(f"Refused: {safe(refusal.summary)}: {refused_words(refusal, *at)}.")
        if not receipt.events:
            self._write("It is so already, nothing was changed.")
        elif not receipt.is_dry_run:
            self._write("undo takes it back.")
            self._refresh()

    # --------------------------------------------------------------------------------------------------- rows

    @property
    def _day(self) -> Day:
        return Day(self.seat.desk.now(), self.seat.zone, self.seat.rules)

    def _refresh(self) -> None:
        """The orders as they are now; an act is held to what was told last."""
        self._take(self.seat.changes())

    def _take(self, changes: Changes) -> None:
        if changes.is_all:
            self._take_all(changes.rows)
        self.rows |= {row.number: row for row in changes.rows}
        for number in changes.gone:
            self.rows.pop(number, None)

    def _take_all(self, rows: Sequence[OrderRow]) -> None:
        self.rows = {row.number: row for row in rows}


def _subject(event: Event) -> str:
    """`work order 4417`."""
    return safe(event.subject.replace("_", " ").replace(":", " "))


def converse(seat: Seat) -> int:
    """Talk with whoever is at stdin and stdout; returns the exit code."""
    import sys

    def read(prompt: str) -> str | None:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        return line.rstrip("\r\n") if line else None

    def write(line: str) -> None:
        sys.stdout.write(f"{line}\n")

    return PlainLines(seat, read, write).run()
