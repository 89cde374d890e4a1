"""How is a map written down, so that a person can read it, put it right and pass it on?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wom_tui.domain.intake.dates import SHOWN
from wom_tui.domain.intake.preset import NEEDED_FIELDS, Preset
from wom_tui.domain.intake.states import STATES
from wom_tui.presets.loader import UNDECIDED
from wom_tui.presets.toml_text import toml_key, toml_list, toml_text

_HEAD = """\
# How `wom import` reads these files: made from a guess, confirmed by a person. Change what is wrong, and import again:
# `wom import FILE --map THIS.toml`. Whoever gets files of the same form can use it as it is.
"""
_VALUES_NOTE = {
    "status": f"# theirs = ours, one of {', '.join(STATES)}. What is not listed goes to the reject file.",
    "priority": "# theirs = ours: P1 is the most urgent, P4 the least. What is not listed goes to the reject file.",
}


def map_text(preset: Preset) -> str:
    """The TOML text of a map; `load_preset` reads the same again."""
    return "\n".join(_lines(preset)) + "\n"


def _lines(preset: Preset) -> Iterator[str]:
    yield _HEAD
    yield f"title = {toml_text(preset.title)}"
    yield f"source = {toml_text(preset.source)}  # with their number it names the orders for ever: leave it as it is"
    yield f"zone = {toml_text(preset.zone)}  # where the file's clocks hang"
    yield f"empty = {toml_list(sorted(preset.empty))}  # what stands in a cell that says nothing"
    if preset.decimal_commas:
        yield f"decimal_commas = {toml_list(sorted(preset.decimal_commas))}  # numbers such as 1.234,50"
    if "duration_min" in preset.columns:
        yield f"duration_unit = {toml_text(preset.duration_unit)}  # what a bare number counts: minutes or hours"
    yield from _table("columns", preset.columns, f"# ours = theirs; {', '.join(NEEDED_FIELDS)} are needed")
    yield from _dates(preset)
    yield from _table("defaults", preset.defaults, "# where a row says nothing")
    yield from _table("widths", preset.widths, "# ids that have lost their leading zeros")
    for name, values in preset.values.items():
        yield from _table(f"values.{name}", values, _VALUES_NOTE.get(name, "# theirs = ours"))
    yield from _types(preset)


def _dates(preset: Preset) -> Iterator[str]:
    if not preset.dates:
        return
    yield "\n[dates]  # day_first, month_first, year_first, epoch, epoch_ms or excel"
    for name, order in preset.dates.items():
        if order is None:
            yield f'{name} = "{UNDECIDED}"  # the file does not tell: what can be read either way is put aside'
        else:
            yield f'{name} = "{order.value}"  # {SHOWN[order]}'


def _types(preset: Preset) -> Iterator[str]:
    for name, aliases in preset.aliases.items():
        yield from _table(f"aliases.{name}", aliases, "# theirs = the office's own name for it")
    if not preset.aliases:
        yield "\n# [aliases.work_type]  # theirs = the office's own name for it; also technician, customer, territory"
        yield '# Leuchte = "Street light"'
    for group, template in preset.templates.items():
        yield f"\n[templates.{toml_text(group)}]  # a work type that the office does not have is made like this"
        yield f"duration_min = {template.duration_min}"
    if not preset.templates:
        yield '\n# [templates."*"]  # to have work types made that the office does not have\n# duration_min = 60'


def _table(name: str, entries: Mapping[str, Any], note: str) -> Iterator[str]:
    if not entries:
        return
    yield f"\n[{name}]  {note}"
    for key, value in entries.items():
        yield f"{toml_key(key)} = {value if isinstance(value, int) else toml_text(value)}"
