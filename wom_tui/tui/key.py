"""What is a key of the console: which command does it run, where, and what does it take to go ahead?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BOARD, LANES, BACKLOG, ORDER = "board", "lanes", "backlog", "order"
LOG = "log"
# They stand behind a tab: for one order, for one day, for one technician, for two moments, for oneself.
CANDIDATES, PROPOSAL, TECHNICIAN = "candidates", "proposal", "technician"
INTAKE, MAP = "intake", "map"
# A mode of the lanes, with keys of its own: a visit is being moved.
MOVE = "move"
TRIAGE = "triage"
DIFF, SETTINGS = "diff", "settings"
ALERTS = "alerts"  # what somebody has to know of now
MESSAGES = "messages"  # between office and field
OUTBOX = "outbox"  # what leaves the house, or could not
RULES, RULE = "rules", "rule"  # what the office does by itself; one of them, with its text
ANYWHERE = frozenset(
    (
        *(BOARD, LANES, BACKLOG, ORDER, TRIAGE, MAP, LOG),
        *(CANDIDATES, PROPOSAL, TECHNICIAN, DIFF, SETTINGS, ALERTS, RULES, RULE, MESSAGES, OUTBOX),
    )
)
LISTS = frozenset({BOARD, LANES, MAP})
ACTS = frozenset({BOARD, LANES, ORDER, TRIAGE, MAP})
ROWS = frozenset({BOARD, MAP})  # they show the same rows, with one cursor and the same marks
# The lists behind one tab, in the order in which one goes on to the next.
WATCHED = (ALERTS, RULES, MESSAGES, OUTBOX)
TABLES = frozenset(WATCHED)  # lists of other things than orders, with a cursor and columns to sort by
# There letters are text: only keys that no line of text takes are verbs.
TYPED = frozenset({INTAKE})
EVERYWHERE = ANYWHERE | TYPED | {MOVE}


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
        is_draft: what it begins is typed first and sent later: it works while the database is away as well, and Enter
            keeps the line until there is somebody to send it to.
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
    is_draft: bool = False
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
        keys = self.key.split(",")
        if context in TYPED:  # where letters are text, the first that is none
            keys = [key for key in keys if key in UNTYPED] or keys
        return dict(self.names).get(context, key_name(keys[0]))

    @property
    def writes(self) -> bool:
        return self.danger is not Danger.NONE

    @property
    def shown(self) -> str:
        """The key as people call it."""
        return key_name(self.key.split(",")[0])


# Of the keys that verbs have, those that mean nothing to a line of text.
UNTYPED = frozenset(
    {"enter", "escape", "tab", "shift+tab", "f1", "up", "down", "pageup", "pagedown", "ctrl+l"}
)
_SIGNS = {
    "!": "exclamation_mark", '"': "quotation_mark", "#": "number_sign", "$": "dollar_sign", "%": "percent_sign",
    "&": "ampersand", "'": "apostrophe", "(": "left_parenthesis", ")": "right_parenthesis", "*": "asterisk",
    "+": "plus", ",": "comma", "-": "minus", ".": "full_stop", "/": "slash", ":": "colon", ";": "semicolon",
    "<": "less_than_sign", "=": "equals_sign", ">": "greater_than_sign", "?": "question_mark", "@": "at",
    "[": "left_square_bracket", "\\": "backslash", "]": "right_square_bracket", "^": "circumflex_accent",
    "_": "underscore", "`": "grave_accent", "{": "left_curly_bracket", "|": "vertical_line",
    "}": "right_curly_bracket", "~": "tilde",
}  # fmt: skip
_SHOWN = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "shift+tab": "Shift+Tab", "backspace": "Bksp",
    "f1": "F1", "up": "↑", "down": "↓", "left": "←", "right": "→", "pageup": "PgUp", "pagedown": "PgDn",
    "home": "Home", "end": "End",
}  # fmt: skip
# What people write in a file, in whatever language the console speaks.
_WRITTEN = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "bksp": "backspace"}
# They reach every terminal, through SSH and tmux: no Alt, no Ctrl but these, no Shift with function keys.
SAFE_CTRL = frozenset({"ctrl+d", "ctrl+u", "ctrl+p", "ctrl+l"})
_NAMES = {name: sign for sign, name in _SIGNS.items()} | _SHOWN
_BY_WORD = {shown.casefold(): name for name, shown in _SHOWN.items()} | _WRITTEN


def key_of(said: str) -> str | None:
    """Textual's name of a key as people write it: `/`, `A`, `PgUp`, `Ctrl+D`; None where it is not safe or no key."""
    if len(said) == 1 and said.isascii():
        return _SIGNS.get(said) or (said if said.isalnum() else None)
    name = said.casefold()
    if name in SAFE_CTRL or name in _NAMES:
        return name
    return _BY_WORD.get(name)


def key_name(key: str) -> str:
    """`slash` → `/`, `ctrl+u` → `Ctrl+U`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return _NAMES.get(key, key)
