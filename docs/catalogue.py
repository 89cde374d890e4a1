"""The catalogue of messages that a translation begins with: `wom_tui/locale/wom.pot`, out of the code itself.

In the form of gettext, so that every translator's program knows it. Without numbers of lines: those change too often.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from wom_tui.domain.words import WordEnum
from wom_tui.i18n.marking import Message, marked

ROOT = Path(__file__).resolve().parents[1]
HEAD = r"""# Messages of wom-tui. Written by `make docs`; how to translate them: docs/how-to/translate.md.
#
msgid ""
msgstr ""
"Project-Id-Version: wom-tui\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""


def catalogue() -> Iterator[str]:
    """The lines of the file."""
    yield HEAD.rstrip()
    for (text, many), places in sorted(found().items(), key=lambda entry: (entry[1], entry[0])):
        yield ""
        yield f"#: {' '.join(places)}"
        if "{" in text:
            yield "#, python-brace-format"
        yield f"msgid {_quoted(text)}"
        if many:
            yield f"msgid_plural {_quoted(many)}"
            yield 'msgstr[0] ""'
            yield 'msgstr[1] ""'
        else:
            yield 'msgstr ""'


def found() -> dict[tuple[str, str], list[str]]:
    """(text, its plural) → the modules that say it."""
    places: dict[tuple[str, str], list[str]] = {}
    for path in sorted((ROOT / "wom_tui").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        _, messages = marked(module, ast.parse(path.read_text(encoding="utf-8")))
        for message in (*messages, *_words_of(module)):
            mine = places.setdefault((message.text, message.many), [])
            if module not in mine:
                mine.append(module)
    return places


def _words_of(module: str) -> Iterator[Message]:
    """Words of enums, which read like messages and stand in the code as values."""
    for kind in WordEnum.__subclasses__():
        if kind.__module__ == module:
            yield from (Message(value.value.replace("_", " "), 0) for value in _members(kind))


def _members(kind: type[Enum]) -> Iterator[Enum]:
    yield from kind


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
