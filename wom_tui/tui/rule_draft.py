"""Which text of a rule is typed, and is it another than the one that is kept? What was left half changed comes back."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import count

from wom_tui.domain.rule import MENDS
from wom_tui.tui.text_model import TextModel
from wom_tui.tui.widgets.text_sheet import TextSheet

EMPTY = """name = "my-rule"
says = "What it is for, in a sentence."
every = "15m"
when = "status=ready pri<=2"
do = ["note {order} look at this one"]
"""
_NAME = re.compile(r"""^(name\s*=\s*["'])([a-z0-9-]+)""", re.MULTILINE)


def named_anew(text: str, taken: Container[str]) -> str:
    """The text of a rule under a name that no other one has: `my-rule-2`."""
    found = _NAME.search(text)
    if found is None or found[2] not in taken or found[2] == MENDS:  # of that one there is no second
        return text
    name = next(name for number in count(2) if (name := f"{found[2]}-{number}") not in taken)
    return f"{text[: found.start(2)]}{name}{text[found.end(2) :]}"


class RuleDraft:
    """The text on the sheet.

    Attributes:
        rule: the name of the rule that it belongs to; empty for a new one, and where there is none.
        is_new: nobody has kept it yet.
    """

    def __init__(self, sheet: TextSheet) -> None:
        self.sheet = sheet
        self.rule, self.is_new = "", False
        self._written: str | None = None  # the text as it is kept; None = it is not read yet
        self._aside: dict[str, str] = {}  # texts that were left half changed, by the rule's name

    @property
    def text(self) -> str:
        """As it is typed by now."""
        return self.sheet.model.text

    @property
    def is_there(self) -> bool:
        """There is a text to be changed."""
        return self.is_new or self._written is not None

    @property
    def is_changed(self) -> bool:
        """It is another than the one that is kept."""
        return self.is_new or (self._written is not None and self.text != self._written)

    @property
    def new_one(self) -> str:
        """A new one that was left half written; empty where there is none."""
        return self._aside.get("", "")

    def begin(self, rule: str) -> None:
        """The text of another rule, which is not read yet."""
        self._put_aside()
        self.rule, self.is_new, self._written = rule, False, None
        self.sheet.show_text("")

    def begin_new(self, text: str) -> None:
        """A text that nobody has kept yet."""
        self._put_aside()
        self._aside.pop("", None)
        self.rule, self.is_new, self._written = "", True, None
        self.sheet.show_text(text)

    def leave(self) -> bool:
        """The page is left; answers whether the text is to come back with it."""
        was_changed = self.is_changed
        if was_changed:
            self.begin("")
        return was_changed

    def _put_aside(self) -> None:
        self.sheet.end()
        self.sheet.mark_wrong(0)
        if self.is_changed:
            self._aside[self.rule] = self.text

    def came(self, text: str) -> None:
        """The text as it is kept by now; what was typed stays, what was only read is the newest."""
        was_changed, is_first, kept = self.is_changed, self._written is None, TextModel(text).text
        self._written = kept
        if is_first and self.rule in self._aside:
            self.sheet.show_text(self._aside.pop(self.rule))
        elif not was_changed and kept != self.text:
            self.sheet.show_text(text)

    def kept(self, rule: str, text: str) -> None:
        """The text was written down as a rule of that name."""
        self._aside.pop(self.rule, None)
        self.rule, self.is_new, self._written = rule, False, text

    def throw_away(self) -> None:
        """The text as it is kept."""
        if self._written is not None:
            self.sheet.show_text(self._written)
        self.is_new = False
