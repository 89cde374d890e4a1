"""The order that is being taken in: what was said so far, where the cursor is, which line it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wom_tui.domain.past_titles import Guess
from wom_tui.grammar.words import quoted
from wom_tui.present.safe_text import safe
from wom_tui.tui.call_fields import BY_ID, FIELDS, ORDER, field_asking
from wom_tui.tui.call_look import CHOSEN, Question

TAKE, DISCARD = "take", "discard"  # stops of the cursor below the fields
SLOT = "slot:"
KEPT = "kept:"  # stops above the fields: drafts that were left
USUAL = {"channel": "phone"}  # how a call comes in
AS_NEW = 0  # stands for the id of a place that no site has yet


@dataclass
class Draft:
    """What was said.

    Attributes:
        said: field → text.
        meant: field → the record that the text was chosen as, or `AS_NEW`; gone as soon as the text is another.
        begun_at: when the first of it was said.
    """

    said: dict[str, str] = field(default_factory=lambda: dict(USUAL))
    meant: dict[str, int] = field(default_factory=dict)
    begun_at: datetime | None = None

    def say(self, name: str, text: str) -> None:
        """Another text in a field."""
        if text != self.said.get(name, ""):
            self.said[name] = text
            self.meant.pop(name, None)

    def mean(self, name: str, text: str, id: int | None) -> None:
        """A field by a record that it was chosen as."""
        self.said[name] = text
        self.meant.pop(name, None)
        if id is not None:
            self.meant[name] = id

    def text(self, name: str) -> str:
        """What a field says."""
        return self.said.get(name, "").strip()

    def is_said(self, name: str) -> bool:
        """Something was said, and of a place which one is meant."""
        if name == "phone" and "requester" in self.meant:  # a contact has a number
            return True
        return bool(self.text(name)) and (name != "site" or name in self.meant)

    @property
    def is_empty(self) -> bool:
        """Nothing but what is usual was said."""
        return all(not self.text(name) or self.text(name) == USUAL.get(name) for name in ORDER)

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        begun = self.begun_at.isoformat() if self.begun_at else None
        return {"said": self.said, "meant": self.meant, "begun_at": begun}

    @staticmethod
    def from_dict(content: Mapping[str, Any]) -> Draft:
        """What `as_dict` gave.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: it is something else.
        """
        said = {str(name): safe(str(text)) for name, text in content["said"].items() if name in BY_ID}
        meant = {str(name): int(id) for name, id in content["meant"].items() if name in said}
        begun_at = datetime.fromisoformat(content["begun_at"]) if content["begun_at"] else None
        return Draft({**USUAL, **said}, meant, begun_at)

    @property
    def short(self) -> str:
        """What it is about, for whoever looks for it."""
        told = (self.text(name) for name in ("title", "site", "requester"))
        return ", ".join(text for text in told if text) or next(
            self.text(name) for name in ORDER if self.text(name) != USUAL.get(name, "")
        )

    def line(self, guess: Guess | None, booking: str = "") -> str:
        """The `new` line that says all of it.

        Args:
            guess: the type, where none was said.
            booking: technician and time, as `assign=` takes them.
        """
        words = [word for _, word in self.words(guess)]
        return " ".join([*words, f"assign={quoted(booking)}"] if booking else words)

    def words(self, guess: Guess | None) -> Iterator[tuple[str, str]]:
        """The words of that line, each with the field that it says."""
        yield "title", f"new {quoted(self.text('title') or '?')}"
        if not self.text("type") and guess is not None:
            yield "type", f"type=#{guess.work_type}"
        yield from ((name, word) for name in ORDER[1:] if (word := self._word(name)))

    def _word(self, name: str) -> str:
        text, id = self.text(name), self.meant.get(name)
        if not text:
            return ""
        if name == "requester":  # a contact has its own number; another one is that of somebody new
            return f"requester={quoted(text)}" + (f" contact={id}" if id and not self.text("phone") else "")
        if name == "site" and not id:
            return f"address={quoted(text)}"
        return f"{name}=#{id}" if id is not None else f"{name}={quoted(text)}"


class Form:
    """The draft with its cursor. Stops are fields, slots, and what can be done with all of it."""

    def __init__(self, draft: Draft | None = None) -> None:
        self.draft = draft or Draft()
        self.stop = ORDER[0]
        self.kept = 0  # so many other drafts are offered
        self.slots: Sequence[str] = ()  # what is offered, by who and when
        self.missing: Sequence[str] = ()  # fields that the order lacks, as the rules name them

    @property
    def stops(self) -> tuple[str, ...]:
        """Where the cursor can be, from top to bottom."""
        gone = (self.stop,) if self.is_gone else ()
        kept = (f"{KEPT}{place}" for place in reversed(range(self.kept)))
        return (*kept, *ORDER, *gone, *(f"{SLOT}{slot}" for slot in self.slots), TAKE, DISCARD)

    @property
    def is_on_field(self) -> bool:
        return self.stop in BY_ID

    @property
    def kept_here(self) -> int | None:
        """The number of the kept draft under the cursor."""
        return int(self.stop.removeprefix(KEPT)) if self.stop.startswith(KEPT) else None

    @property
    def to_slots(self) -> int:
        """So many stops down is what comes after the fields; 0 where the cursor is there."""
        stops = self.stops
        return max(0, stops.index(ORDER[-1]) + 1 - stops.index(self.stop))

    @property
    def is_gone(self) -> bool:
        """The slot under the cursor is not to be had any more. The cursor stays, so that no other is booked for it."""
        return self.stop.startswith(SLOT) and self.stop.removeprefix(SLOT) not in self.slots

    @property
    def slot(self) -> int | None:
        """The number of the slot under the cursor."""
        is_there = self.stop.startswith(SLOT) and not self.is_gone
        return list(self.slots).index(self.stop.removeprefix(SLOT)) if is_there else None

    def offer(self, slots: Sequence[str], missing: Sequence[str]) -> None:
        """What came of it: the slots, and what is lacking."""
        self.slots, self.missing = slots, missing

    def question(self, guess: Guess | None) -> Question:
        """This moment of the form, with the type that is guessed."""
        is_chosen = self.stop in CHOSEN
        return Question(
            field=self.stop if is_chosen else "",
            said=self.draft.text(self.stop) if is_chosen else "",
            is_meant=self.stop in self.draft.meant,
            words=tuple(self.draft.words(guess)),
            site=self.draft.meant.get("site") or None,
            title=self.draft.text("title"),
        )

    def step(self, lines: int) -> None:
        """So many stops down, or up (-)."""
        stops = self.stops
        self.stop = stops[max(0, min(len(stops) - 1, stops.index(self.stop) + lines))]

    def go_on(self) -> None:
        """To what is still asked for below; where nothing is, to the best slot, else to the end."""
        here = self.stops.index(self.stop)
        asked = [name for name in self.asked if self.stops.index(name) > here]
        self.stop = asked[0] if asked else f"{SLOT}{self.slots[0]}" if self.slots else TAKE

    @property
    def knows_next(self) -> bool:
        """What is asked next is asked of every caller: no answer has to be waited for."""
        below = ORDER[ORDER.index(self.stop) + 1 :] if self.is_on_field else ()
        return any(BY_ID[name].is_asked and not self.draft.is_said(name) for name in below)

    @property
    def asked(self) -> list[str]:
        """The fields that somebody has to say something about, and nobody has."""
        lacking = {field_asking(name) for name in self.missing}
        asked = (one.id for one in FIELDS if one.is_asked or one.id in lacking)
        return [name for name in asked if not self.draft.is_said(name)]
