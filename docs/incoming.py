"""What can come in: the reference pages of maps and sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docs.markdown import code, table, words
from wom_tui.commands.records import PUTTING
from wom_tui.domain.intake.preset import DEFAULT_FIELDS, NEEDED_FIELDS
from wom_tui.domain.intake.states import STATES
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.presets.words import words as guessed_words

# -- import --------------------------------------------------------------------------------------


def import_page() -> Iterator[str]:
    """What a map or a preset can say of a file."""
    known = guessed_words()
    yield "# What an import can take in\n"
    yield "A preset, or a map that `wom import --map` keeps, names a column for each field that the file has:"
    yield "`[columns]`, ours = theirs. What else such a file says: how to"
    yield "[take over a spreadsheet](../how-to/take-over-a-spreadsheet.md).\n"
    rows = (
        (code(name), "needed" if name in NEEDED_FIELDS else "", said, words(known.names[name][:4]))
        for name, said in known.meanings.items()
    )
    yield from table(("field", "", "what it is", "known as, among others"), rows)
    yield f"Needed fields may have a default instead of a column: `[defaults]` takes {words(DEFAULT_FIELDS)}.\n"
    yield f"A state is one of {words(STATES)}. Scheduled, dispatched and in progress are open orders: whether one is"
    yield "scheduled here follows from its visit. `ended` leaves it to `[[outcomes]]` to say how."


# -- sheets --------------------------------------------------------------------------------------


def sheets_page() -> Iterator[str]:
    """The sheets of the office's own nouns, column by column."""
    yield "# Sheets\n"
    yield "`wom import template NOUN` writes one with examples, `wom import FILE --what NOUN` reads it, `wom export"
    yield "NOUN` writes what the office has, in the same columns; csv, xlsx, JSON or one JSON object a line. A how-to:"
    yield "[bring in your technicians](../how-to/bring-in-your-technicians.md).\n"
    yield "- Records are found by what people call them, never by numbers of ours: see *told apart by*."
    yield "- The columns that tell records apart have to be there, and for a new record those that are needed. A column"
    yield "  that is not there is not touched; an empty cell is the default."
    yield "- A row whose first cell begins with `# ` is a remark. Columns with other names are not read."
    yield "- `version` is written by an export: the state that its reader has seen. A row changes what it says where"
    yield "  nobody else has changed that since; what somebody has stays, and is told.\n"
    for sheet in SHEETS.values():
        yield f"## {sheet.name}\n"
        apart = " or else ".join(words(key) for key in sheet.keys)
        yield f"{sheet.help} Told apart by {apart}. Changed by: {PUTTING[sheet.name].needs.value} and above.\n"
        yield from table(("column", "holds", "write", "such as"), sheet_columns(sheet))


def sheet_columns(sheet: Sheet[Any]) -> Iterator[tuple[str, str, str, str]]:
    """Each column: name, meaning, what may stand there, an example."""
    for column in sheet.columns:
        needed = " (needed)" if column.is_required else ""
        example = next(filter(None, column.examples), "")
        yield code(column.name), f"{column.meaning}{needed}", column.kind.says, code(example)
