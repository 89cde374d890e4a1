"""How are the files of an import to be read: by a preset, by a map that somebody kept, or by a guess?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wom_tui.cli.output import say
from wom_tui.cli.own_orders import OWN
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.desk import Desk
    from wom_tui.domain.intake.file_map import FileMap
    from wom_tui.domain.intake.preset import Preset

GENERIC = "generic"  # the preset that is a guess


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for on the command line."""

    files: Sequence[Path]
    preset: str | None
    map_file: Path | None
    zone: str | None
    is_yes: bool

    @property
    def is_a_guess(self) -> bool:
        """Nobody has said how to read them."""
        return self.preset in (None, GENERIC) and self.map_file is None


def chosen_preset(desk: Desk, wanted: Wanted) -> Preset:
    """The preset to read the files by; asks a person where it has to be made.

    Raises:
        InvalidInput, NotFound: there is no such preset or map, or nobody to ask.
    """
    from wom_tui.presets.loader import load_preset

    map_file = wanted.map_file
    if wanted.preset not in (None, GENERIC):
        if map_file is not None:
            raise InvalidInput(
                "--map", str(map_file), "one of --preset and --map: both say how to read the file"
            )
        return load_preset(str(wanted.preset))
    if map_file is not None and map_file.suffix != ".toml":
        raise InvalidInput("--map", str(map_file), "a file whose name ends with .toml")
    if map_file is not None and map_file.exists():
        return load_preset(str(map_file))
    return _made(desk, wanted)


def _made(desk: Desk, wanted: Wanted) -> Preset:
    """A preset out of the guess: confirmed at a terminal, or only what is sure of it."""
    from wom_tui.domain.intake.file_map import SOURCE
    from wom_tui.importing.mapping import map_of

    for file in wanted.files:
        if not file.exists():
            raise InvalidInput("file", str(file), "a file that is there")
    if not wanted.is_yes and not _has_person():
        raise InvalidInput("file", str(wanted.files[0]), f"--preset with it: {_ways()}")
    found = map_of(desk, wanted.files)
    _refuse_own(found, wanted.files)
    source = wanted.map_file.stem if wanted.map_file else SOURCE
    if wanted.is_yes:
        _tell_left_out(found)
    else:
        from wom_tui.cli.confirm import ask_source, confirm

        confirm(found)
        if found.left_out:
            say(f"left out: {', '.join(found.left_out)}")
        source = ask_source(source)
    preset = found.preset(
        wanted.map_file.stem if wanted.map_file else GENERIC, source=source, zone=wanted.zone
    )
    if wanted.map_file is not None:
        _keep(preset, wanted.map_file)
    return preset


def _refuse_own(found: FileMap, files: Sequence[Path]) -> None:
    """To a guess an export of ours is a file like any other: each of its orders would come in a second time."""
    if {one.column for one in found.guesses} >= OWN:
        said = (
            "another system's orders; these went out by `wom export orders`, and would all be there twice. Alone and "
            "without --map, what was changed in them comes in; an office moves by `wom db copy`"
        )
        raise InvalidInput("file", ", ".join(file.name for file in files), said)


def _ways() -> str:
    from wom_tui.presets.loader import preset_names

    return (
        f"{', '.join(preset_names())} or a TOML file of your own; --map FILE.toml, a map that was kept; "
        "--yes, to take only what a guess is sure of (--guess shows it); or a terminal to answer questions at"
    )


def _has_person() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _tell_left_out(found: FileMap) -> None:
    from wom_tui.cli.confirm import unsure

    if found.left_out:
        say(f"not taken, as nobody has said what they are: {', '.join(found.left_out)}")
    while (doubt := found.next_doubt()) is not None:
        say(f"not sure: {unsure(doubt)}")
        found.pass_over(doubt)


def _keep(preset: Preset, to: Path) -> None:
    from wom_tui.gateways.files.whole import written_whole
    from wom_tui.presets.writing import map_text

    with written_whole(to) as target:
        target.write(map_text(preset).encode("utf-8"))
    say(f"the map is kept in {to}; --map {to} reads the next file by it")
