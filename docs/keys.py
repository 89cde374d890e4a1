"""Writes the reference of the console's keys and words from the rows that run them."""

from __future__ import annotations

from collections.abc import Iterator

from docs.markdown import code, table, words
from wom_tui.grammar.questions import QUESTIONS
from wom_tui.grammar.verbs import VERBS
from wom_tui.tui.console_words import WORDS
from wom_tui.tui.key import ANYWHERE, Key, key_name
from wom_tui.tui.keys import KEYS


def keys_page() -> Iterator[str]:
    """Every key, every word about the console, and how to have other keys."""
    yield "# Keys and words of the console\n"
    yield "`?` shows those of the view that is open. A key means one thing wherever it works. Verbs act on the marked"
    yield "orders, else on the one under the cursor.\n"
    yield "## Keys\n"
    rows = ((keys_of(row), code(row.id), row.tooltip, where(row)) for row in KEYS)
    yield from table(("key", "command", "what it does", "where"), rows)
    yield "## Words about the console\n"
    yield "After `:`. A number alone shows that order.\n"
    yield from table(("line", "what it does"), ((usages(word.usage), word.said) for word in WORDS))
    yield "## Words about the work\n"
    yield f"After `:` as well, and in the shell after `wom do`; how each is typed: [lines](grammar.md). {verbs()}.\n"
    yield "## Other keys\n"
    yield "`wom/keys.toml` in the user's configuration folder says which key runs a command instead of its own:\n"
    yield '```toml\nassign = "$"\ncopy = "a"\nto_now = ["0", "|"]\n```\n'
    yield "A key is written as it is shown above, or as `slash`, `pageup`: a letter, a sign, an arrow, Enter, Tab,"
    yield "Space, PgUp, PgDn, Home, End, F1 or Ctrl+ D U P L. Others do not reach every terminal. Digits lead to"
    yield "views, and Esc always leads back. What cannot be is said when the console starts, with its line, and the"
    yield "command keeps its own key: no such command, a key that is none of these, or one that would mean two things."


def keys_of(row: Key) -> str:
    """`PgUp`, or several."""
    return words(key_name(key) for key in row.key.split(","))


def where(row: Key) -> str:
    """The views in which a key works."""
    return "everywhere" if row.contexts == ANYWHERE else ", ".join(sorted(row.contexts))


def usages(usage: str) -> str:
    """Each way to type a word."""
    return words(usage.split(", "))


def verbs() -> str:
    """All verbs and questions."""
    return words([*sorted(verb.name for verb in VERBS), *(asked.value for asked in QUESTIONS)])
