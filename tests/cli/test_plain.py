"""Is a verb spared the conversion of what needs none, and is everything else still converted and checked?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from wom_tui.cli.plain import take_as_typed

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def verb(
    name: str,
    words: Annotated[list[str] | None, typer.Argument()] = None,
    said: str | None = None,
    count: Annotated[int | None, typer.Option(min=0)] = None,
    place: Path | None = None,
) -> None:
    seen.append((name, list(words or ()), said, count, place))


seen: list[tuple[object, ...]] = []


def run(*args: str) -> tuple[object, ...]:
    take_as_typed(typer.main.get_command(app)).main(args=list(args), standalone_mode=False)
    return seen.pop()


def test_text_arrives_as_it_was_typed() -> None:
    assert run("kim", "a", "b c", "--said", " 7 ") == ("kim", ["a", "b c"], " 7 ", None, None)


def test_what_was_not_given_is_nothing() -> None:
    assert run("kim") == ("kim", [], None, None, None)


def test_numbers_and_paths_are_still_converted() -> None:
    assert run("kim", "--count", "3", "--place", "x") == ("kim", [], None, 3, Path("x"))


@pytest.mark.parametrize("args", [[], ["kim", "--count", "-1"], ["kim", "--count", "three"]])
def test_what_is_missing_or_out_of_range_is_still_refused(args: list[str]) -> None:
    with pytest.raises(typer.TyperException):
        run(*args)


@pytest.mark.parametrize("args", [["--help"], ["do", "--help"], ["wo", "list", "--help"], ["do", "help"]])
def test_a_verb_that_is_given_no_number_loads_no_converter(args: list[str]) -> None:
    code = f"import sys; from wom_tui.cli.root import run; run({args!r}); sys.exit('pydantic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
