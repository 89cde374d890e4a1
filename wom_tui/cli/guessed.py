"""What do the columns of a file seem to mean? Told before anything is imported, with samples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wom_tui.cli.output import answer, print_table, say

if TYPE_CHECKING:
    from wom_tui.domain.intake.guess import Guess

EMPTY = frozenset({"", "-", "?", "NA", "N/A", "n/a", "None", "NULL", "k.A.", "Unspecified"})
_SHOWN = 3  # samples of a column


def tell_guesses(files: Sequence[Path], *, is_json: bool) -> None:
    """Say of each file what its columns seem to mean.

    Raises:
        InvalidInput, GatewayError: one of them cannot be read.
    """
    from wom_tui.domain.intake.guess import guess, profile
    from wom_tui.gateways.files import lines_of, open_sheet
    from wom_tui.presets.words import words

    for path in files:
        sheet = open_sheet(path)
        lines = (line.cells for line in lines_of(sheet) if not line.problem)
        found = guess(profile(sheet.columns, lines, EMPTY), words())
        document = {"file": str(path), "form": sheet.form.value, "columns": [_document(one) for one in found]}
        answer(is_json, document, lambda found=found: _told(found))  # type: ignore[misc]  # bound to this file's


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
    rows = (
        (one.column, one.field, "sure" if one.is_sure else _doubt(one), ", ".join(one.samples[:_SHOWN]))
        for one in found
    )
    print_table(("column", "means", "how sure", "samples"), rows)
    sure = sum(one.is_sure for one in found)
    say(f"{sure} of {len(found)} columns are sure")


def _doubt(one: Guess) -> str:
    return "; ".join(_doubts(one)) if one.field else ""


def _doubts(one: Guess) -> Iterator[str]:
    if one.verdict is not None and one.verdict.order is None:
        yield "day or month first?" if one.verdict.is_ambiguous else "two orders of day and month"
    if one.values is not None:
        unknown = [value for value, ours in one.values.items() if ours is None]
        if unknown:
            yield f"what is {unknown[0]}?"
    if one.score < 1:
        yield f"{one.score:.0%}"
