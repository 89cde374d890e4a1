"""`wom import --presets` and `--show-preset`: which systems' files can be read, and how one of them is?"""

from __future__ import annotations

import typer

from wom_tui.cli.output import answer, print_table, say, tell
from wom_tui.cli.shell import shell_of


def list_presets(context: typer.Context, is_asked: bool) -> None:
    """Each preset with one line, and end there."""
    if not is_asked:
        return
    from wom_tui.presets.loader import load_preset, preset_names

    presets = [load_preset(name) for name in preset_names()]
    rows = [{"name": one.name, "title": one.title, "zone": one.zone, "note": one.note} for one in presets]
    answer(
        shell_of(context).is_json,
        {"presets": rows},
        lambda: print_table(("preset", "reads"), [(row["name"], row["title"]) for row in rows]),
    )
    say("wom import --show-preset NAME prints one of them; a copy is used with --preset ./mine.toml")
    raise typer.Exit


def show_preset(context: typer.Context, name: str | None) -> None:
    """The file of a preset as it is written, to be read and copied; and end there."""
    if name is None:
        return
    from wom_tui.presets.loader import load_preset, preset_text

    preset, text = load_preset(name), preset_text(name)
    document = {"name": preset.name, "title": preset.title, "note": preset.note, "toml": text}
    answer(shell_of(context).is_json, document, lambda: tell(*text.splitlines()))
    raise typer.Exit
