"""Is a text told from what machines read, and does it say the same with look-ups in its place?"""

from __future__ import annotations

import ast
import gettext
from types import FunctionType

import pytest

from wom_tui.i18n import marking, messages


def found(code: str, module: str = "wom_tui.commands.some") -> list[tuple[str, str]]:
    _, messages = marking.marked(module, ast.parse(code))
    return [(message.text, message.many) for message in messages]


def value_of(tree: ast.Module, **names: object) -> object:
    """What its only line gives."""
    (line,) = tree.body
    assert isinstance(line, ast.Expr)
    code = compile(ast.Expression(line.value), "some", "eval")
    given: object = FunctionType(code, {marking.CALL: messages.message, **names})()
    return given


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('say("the office has no such type")', "the office has no such type"),
        ('f"order {order.id} is {order.status.words}"', "order {id} is {words}"),
        ('f"{a.id} before {b.id}"', "{id} before {id2}"),
        ("f\"{some(count, 'row')} and {len(rows) - 1} more\"", "{some} and {value} more"),
        ('f"line {n:,} of {name!r}"', "line {n:,} of {name!r}"),
        ('Key(id="at now", label="now")', "now"),
        ('" or ".join(ways) + "none of these"', "none of these"),
    ],
)
def test_what_people_read_is_a_message(code: str, text: str) -> None:
    assert text in [found_text for found_text, _ in found(code)]


@pytest.mark.parametrize(
    "code",
    [
        '"""A docstring of several words."""',
        'connection.execute("SELECT id FROM visit")',
        'if said == "next to it": pass',
        'rows["first name"]',
        'words = "a list of words".split()',
        'raise ValueError("a mistake in the program")',
        'styles = ("bold late", "under dim")',
        'line = typed(f"back {code} now")',
        '"visit.assigned"',
        "CSS = 'Board { height: 1fr; width: 1fr }'",
    ],
)
def test_what_machines_read_is_none(code: str) -> None:
    assert found(code) == []


def test_a_heading_on_a_screen_is_a_message_and_elsewhere_a_name() -> None:
    assert found('head("Visits")', "wom_tui.present.order") == [("Visits", "")]
    assert found('head("Visits")') == []


def test_a_word_beside_an_ink_is_shown() -> None:
    assert found('pieces = [("late", "bold late"), ("key", "value")]', "wom_tui.tui.some") == [("late", "")]


def test_counted_words_have_their_plural() -> None:
    assert found('some(n, "row"); some(n, "batch", "batches")') == [("row", "rows"), ("batch", "batches")]


@pytest.mark.parametrize(
    "expression",
    [
        'f"{n:,} rows of {name!r}"',
        'f"{{in braces}} and {name:>{n}}"',
        '''f"at {n} of {f'{n} others'}"''',
        '"plain { text } here"',
    ],
)
def test_marked_code_says_the_same(expression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages._Spoken, "catalogue", gettext.NullTranslations())
    tree, _ = marking.marked("wom_tui.commands.some", ast.parse(expression))

    assert value_of(tree, n=12_000, name="kim") == value_of(ast.parse(expression), n=12_000, name="kim")


def test_a_translation_with_a_place_that_there_is_not_gives_way_to_english(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Broken(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return "{nothing} there"

    monkeypatch.setattr(messages._Spoken, "catalogue", Broken())

    assert messages.message("{n} rows", n=3) == "3 rows"


@pytest.mark.parametrize(
    ("variables", "wanted"),
    [
        ({}, []),
        ({"LANG": "en_US.UTF-8"}, []),
        ({"LANG": "C.UTF-8"}, []),
        ({"LANG": "de_DE.UTF-8"}, ["de_DE.UTF-8"]),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, []),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en:it"}, ["fr", "de"]),
    ],
)
def test_the_reader_is_asked_as_every_program_asks(variables: dict[str, str], wanted: list[str]) -> None:
    assert list(messages.languages(variables)) == wanted
