"""What is a key of the console: which command does it run, where, and what does it take to go ahead?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BOARD, LANES, BACKLOG, ORDER = "board", "lanes", "backlog", "order"
# They stand behind a tab: for one order, for one day, for one technician.
CANDIDATES, PROPOSAL, TECHNICIAN = "candidates", "proposal", "technician"
# A mode of the lanes, with keys of its own: a visit is being moved.
MOVE = "move"
ANYWHERE = frozenset({BOARD, LANES, BACKLOG, ORDER, CANDIDATES, PROPOSAL, TECHNICIAN})
LISTS = frozenset({BOARD, LANES})
ACTS = frozenset({BOARD, LANES, ORDER})


class Danger(StrEnum):
    """What it takes to go ahead."""

    NONE = "none"  # nothing is written
    REVERSIBLE = "reversible"  # acts at once; the toast says that `u` takes it back
    FINAL = "final"  # the customer sees it: the number has to be typed


@dataclass(frozen=True, kw_only=True)
class Key:
    """One row.

    Attributes:
        id: the command's name; users rebind by it, and a view answers it with a method `do_<id>`.
        key: Textual names of the keys, separated by commas; the first one is shown.
        label: one or two words for the key bar.
        tooltip: a sentence for the help.
        contexts: the views in which it works.
        writes: it changes something, so it has to wait until the console is live.
        bar: shown in the key bar, in the order of the rows.
        labels: (view, label) where the same verb has another word.
        tooltips: (view, sentence) where it does something else.
        quiet_in: views whose key bar leaves it to the help.
        leads_in: views whose key bar begins with it.
        names: (view, keys) where the key bar names its neighbour as well: `← →`.
    """

    id: str
    key: str
    label: str
    tooltip: str
    contexts: frozenset[str] = ANYWHERE
    danger: Danger = Danger.NONE
    bar: bool = False
    labels: tuple[tuple[str, str], ...] = ()
    tooltips: tuple[tuple[str, str], ...] = ()
    quiet_in: frozenset[str] = frozenset()
    leads_in: frozenset[str] = frozenset()
    names: tuple[tuple[str, str], ...] = ()

    def label_in(self, context: str) -> str:
        """What the key is called in a view."""
        return dict(self.labels).get(context, self.label)

    def tooltip_in(self, context: str) -> str:
        """What it does in a view, as the help says it."""
        return dict(self.tooltips).get(context, self.tooltip)

    def name_in(self, context: str) -> str:
        """What the key bar of a view calls the key itself."""
        return dict(self.names).get(context, self.shown)

    @property
    def writes(self) -> bool:
        return self.danger is not Danger.NONE

    @property
    def shown(self) -> str:
        """The key as people call it."""
        return key_name(self.key.split(",")[0])


_NAMES = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "f1": "F1", "up": "↑", "down": "↓", "left": "←",
    "right": "→", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End", "asterisk": "*", "slash": "/",
    "colon": ":", "less_than_sign": "<", "greater_than_sign": ">", "full_stop": ".", "at": "@", "question_mark": "?",
    "left_square_bracket": "[", "right_square_bracket": "]", "comma": ",", "semicolon": ";", "plus": "+", "minus": "-",
    "left_curly_bracket": "{", "right_curly_bracket": "}",
    "equals_sign": "=", "underscore": "_", "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip


def key_name(key: str) -> str:
    """`slash` → `/`, `ctrl+u` → `Ctrl+U`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _NAMES.get(key, key)
