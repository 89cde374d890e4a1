"""What does a person say to the guess? One question for each doubt, on stderr, until none is left."""

from __future__ import annotations

from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, assert_never

from wom_tui.cli.guessed import show_guesses
from wom_tui.cli.output import say
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.domain.intake.file_map import Doubt, FileMap

_SAMPLES, _WORDS = 3, 8  # shown with a question
_ANSWER = 10  # cells that are left for the answer


def confirm(file_map: FileMap) -> None:
    """Show the guess, and ask about all that it is not sure of.

    Raises:
        typer.Abort: the person has had enough.
    """
    show_guesses(file_map.guesses)
    while (doubt := file_map.next_doubt()) is not None:
        said = _ask(_question(doubt), doubt.default)
        try:
            file_map.answer(doubt, said)
        except InvalidInput as error:
            say(f"{error}")


def ask_source(default: str) -> str:
    """What the system is called that the file comes from: with its numbers it names the orders for ever."""
    question = (
        "What is the system called that this comes from? (With their number it names the orders for ever.)"
    )
    return _ask(question, default).strip() or default


def _ask(question: str, default: str) -> str:
    """What a person types, or what Enter takes, which stands in brackets; broken between words, as no terminal does."""
    import typer

    shown = f"{question} [{default}]:" if default else f"{question}:"
    width = max(get_terminal_size().columns - _ANSWER, _ANSWER)
    lines = wrap(shown, width, break_long_words=False, break_on_hyphens=False)
    said: str = typer.prompt(
        "\n".join(lines), default=default, show_default=False, prompt_suffix=" ", err=True
    )
    return said


def _question(doubt: Doubt) -> str:
    from wom_tui.domain.intake.file_map import ONE_TYPE, About
    from wom_tui.present.safe_text import safe

    column = f"“{doubt.column}” ({_listed(doubt.samples, _SAMPLES)})"
    words = _listed(doubt.samples, _WORDS)
    match doubt.about:
        case About.FIELD:
            meant = f"{doubt.field} ({doubt.meaning})"
            asked = f"{column}: is it {meant}? Enter for yes, - to leave it out, or the field that it is"
        case About.COLUMN:
            without = {
                "external_id": "; - if they have none: one is made of what each row says",
                "status": "; - if all are open",
                "work_type": f"; - if all are of one type, {ONE_TYPE}",
            }
            choices = ", ".join(doubt.choices)
            asked = f"Which column is {doubt.field} ({doubt.meaning})? One of {choices}{without.get(doubt.field, '')}"
        case About.ORDER:
            asked = f"{column}: does the day (d) or the month (m) come first? - puts aside what can be read either way"
        case About.UNIT:
            asked = f"{column}: minutes or hours? - leaves it out"
        case About.VALUE:
            asked = f"{doubt.field} “{doubt.value}”: {', '.join(doubt.choices)}; - puts its rows aside"
        case About.NEW_TYPES:
            asked = f"The office has no work types {words}; to be made, how many minutes each? - puts their rows aside"
        case About.STRANGERS:
            asked = (
                f"The office has no technicians {words}. Enter leaves their orders to be planned, - leaves out the "
                f"whole column {doubt.column}, those that it has too"
            )
        case _:
            assert_never(doubt.about)
    return safe(asked)


def unsure(doubt: Doubt) -> str:
    """What is not known where nobody can be asked."""
    from wom_tui.domain.intake.file_map import About
    from wom_tui.present.safe_text import safe

    words = _listed(doubt.samples, _WORDS)
    match doubt.about:
        case About.FIELD:
            said = f"“{doubt.column}” may be {doubt.field} ({doubt.meaning})"
        case About.COLUMN:
            said = f"no column is surely {doubt.field} ({doubt.meaning})"
        case About.ORDER:
            said = f"“{doubt.column}” may have the day or the month first"
        case About.UNIT:
            said = f"“{doubt.column}” may count minutes or hours"
        case About.VALUE:
            said = f"“{doubt.column}” has a word for {doubt.field} that may mean anything: {doubt.value}"
        case About.NEW_TYPES:
            said = f"“{doubt.column}” has work types that the office does not have: {words}"
        case About.STRANGERS:
            said = f"“{doubt.column}” has technicians that the office does not have: {words}"
        case _:
            assert_never(doubt.about)
    return safe(said)


def _listed(words: tuple[str, ...], most: int) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(word[:40] for word in words[:most]) + more
