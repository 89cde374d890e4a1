"""What do the columns of a file seem to mean? Told before anything is imported, with samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wom_tui.cli.output import answer, print_table, say, table_lines

if TYPE_CHECKING:
    from wom_tui.domain.intake.guess import Guess

_HEADINGS = ("column", "means", "how sure", "samples")
_SHOWN = 3  # samples of a column


def tell_guesses(files: Sequence[Path], *, is_json: bool) -> None:
    """Say of each file what its columns seem to mean.

    Raises:
        InvalidInput, GatewayError: one of them cannot be read.
    """
    from wom_tui.domain.intake.guess import guess
    from wom_tui.importing.mapping import profiled
    from wom_tui.presets.words import words

    for path in files:
        sheet, columns = profiled(path)
        found = guess(columns, words())
        document = {"file": str(path), "form": sheet.form.value, "columns": [_document(one) for one in found]}
        answer(is_json, document, partial(_told, found))


def _document(one: Guess) -> dict[str, Any]:
    return {
        "column": one.column,
        "field": one.field,
        "sure": one.is_sure,
        "score": one.score,
        "order": one.verdict.order if one.verdict else None,
        "values": dict(one.values) if one.values is not None else None,
        "samples": list(one.samples[:_SHOWN]),
    }


def _told(found: Sequence[Guess]) -> None:
    print_table(_HEADINGS, _rows(found))
    say(_sum(found))


def show_guesses(found: Sequence[Guess]) -> None:
    """A table of the columns, what each of them seems to mean, and how sure that is; on stderr."""
    for line in table_lines(_HEADINGS, _rows(found)):
        say(line)
    say(_sum(found))


def _rows(found: Sequence[Guess]) -> Iterator[tuple[object, ...]]:
    for one in found:
        doubt = "sure" if one.is_sure else _doubt(one)
        yield one.column, one.field, doubt, ", ".join(one.samples[:_SHOWN])


def _sum(found: Sequence[Guess]) -> str:
    return f"{sum(one.is_sure for one in found)} of {len(found)} columns are sure"


def _doubt(one: Guess) -> str:
    return "; ".join(_doubts(one)) if one.field else ""


def _doubts(one: Guess) -> Iterator[str]:
    if one.verdict is not None and one.verdict.order is None:
        yield "day or month first?" if one.verdict.is_ambiguous else "two orders of day and month"
    if one.unit is None:
        yield "minutes or hours?"
    if one.values is not None:
        unknown = [value for value, ours in one.values.items() if ours is None]
        if unknown:
            yield f"what is {unknown[0]}?"
    if one.score < 1:
        yield f"{one.score:.0%}"
