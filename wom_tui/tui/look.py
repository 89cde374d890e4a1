"""Which colour has an ink? The four looks of the console, and lines of pieces as strips.

A widget names inks (`bold late`) and a ground (`bg raised sunken selection`); a look turns both into a style.
The word `here` in an ink puts the page's own ground behind it, the name of a ground that one. The inks and
their contrast are those of the design: state is told by glyph and word first, so a look may drop hues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from wom_tui.present.cells import Line, Piece, clip, line_width

if TYPE_CHECKING:
    from textual.theme import Theme

_PLAIN = str.maketrans("…–−·×", "~--.x")  # one cell each, before and after
ATTRIBUTES = frozenset({"bold", "under", "reverse", "strike"})
GROUNDS = ("bg", "raised", "sunken", "selection", "branch")


@dataclass(frozen=True)
class Look:
    """One theme.

    Attributes:
        inks: ink → attributes and colour, as Rich writes a style.
        grounds: ground → the same for what lies behind.
        flat: grounds that swallow hues, because they are shown in reverse video.
    """

    name: str
    inks: Mapping[str, str]
    grounds: Mapping[str, str]
    flat: frozenset[str] = frozenset()
    is_ascii: bool = False  # the few signs of plain text that are not ASCII are replaced at the last moment
    _styles: dict[tuple[str, str], Style] = field(default_factory=dict, compare=False, repr=False)

    def style(self, ink: str, ground: str = "bg") -> Style:
        """The style of an ink on a ground."""
        key = (ink, ground)
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._made(ink, ground)
        return found

    def _made(self, ink: str, ground: str) -> Style:
        style = Style.parse(self.inks["text"]) + Style.parse(self.grounds[ground])
        for word in ink.split():
            if word in ATTRIBUTES:
                style += Style.parse("underline" if word == "under" else word)
            elif word == "here":
                style += Style.parse(self.grounds["bg"])
            elif word in GROUNDS:
                style += Style.parse(self.grounds[word])
            elif ground not in self.flat:
                style += Style.parse(self.inks[word])
            elif "bold" in self.inks[word].split():
                style += Style(bold=True)
        return style

    def strip(self, line: Sequence[Piece], width: int, ground: str = "bg") -> Strip:
        """The line, exactly `width` cells wide, on its ground."""
        taken = line_width(line)
        if taken > width:
            line = clip(line, width)
            taken = line_width(line)
        if self.is_ascii:
            line = [(text.translate(_PLAIN), ink) for text, ink in line]
        segments = [Segment(text, self.style(ink, ground)) for text, ink in line if text]
        if taken < width:
            segments.append(Segment(" " * (width - taken), self.style("", ground)))
        return Strip(segments, width)


# Okabe-Ito hues; inks are lightened for dark and darkened for light only as far as a contrast of 4.5 asks.
_DARK_INKS = {
    "text": "#D5DBE2",
    "bright": "#FFFFFF",
    "dim": "#8D98A5",
    "rule": "#323B46",
    "faint": "#4A545F",
    "accent": "#A3AFFF",
    "late": "#FF8B52",
    "warn": "#F0AE1E",
    "ready": "#F0E442",
    "move": "#6BBDEC",
    "site": "#2DBE93",
    "hold": "#DE93BA",
    "plan": "#B4C0CC",
    "done": "#8D98A5",
    "fill-accent": "#0B0E12 on #A3AFFF",
    "fill-late": "#0B0E12 on #D55E00",
    "fill-warn": "#0B0E12 on #E69F00",
    "fill-ready": "#0B0E12 on #F0E442",
    "fill-move": "#0B0E12 on #56B4E9",
    "fill-site": "#0B0E12 on #009E73",
    "fill-hold": "#0B0E12 on #CC79A7",
    "fill-plan": "#0B0E12 on #8794A2",
    "fill-done": "#98A3AF on #2A323B",
    "heat1": "#D5DBE2 on #2A2413",
    "heat2": "#FFFFFF on #4E3A08",
    "heat3": "#FFFFFF on #8A6105",
    "heat4": "#0B0E12 on #E69F00",
}
_LIGHT_INKS = {
    "text": "#22282F",
    "bright": "#000000",
    "dim": "#5C646D",
    "rule": "#C9C5BA",
    "faint": "#A9A69D",
    "accent": "#4347B8",
    "late": "#A83F00",
    "warn": "#7D5200",
    "ready": "#635A00",
    "move": "#005B8F",
    "site": "#00664A",
    "hold": "#8B3B69",
    "plan": "#46515C",
    "done": "#5C646D",
    "fill-accent": "#FBFAF7 on #4347B8",
    "fill-late": "#0B0E12 on #E8742A",
    "fill-warn": "#0B0E12 on #E69F00",
    "fill-ready": "#0B0E12 on #F0E442",
    "fill-move": "#0B0E12 on #56B4E9",
    "fill-site": "#0B0E12 on #35B990",
    "fill-hold": "#0B0E12 on #DB93BA",
    "fill-plan": "#0B0E12 on #B9C2CB",
    "fill-done": "#5C646D on #E3E1DA",
    "heat1": "#22282F on #FBF0D6",
    "heat2": "#22282F on #F7DFA6",
    "heat3": "#0B0E12 on #F0C35C",
    "heat4": "#0B0E12 on #E69F00",
}
# The palette belongs to the terminal: only default, reverse, bold and these indices.
_ANSI_INKS = {
    "text": "default",
    "bright": "bold default",
    "dim": "bright_black",
    "rule": "bright_black",
    "faint": "bright_black",
    "accent": "bright_cyan",
    "late": "bright_red",
    "warn": "yellow",
    "ready": "bright_yellow",
    "move": "cyan",
    "site": "green",
    "hold": "bright_magenta",
    "plan": "default",
    "done": "bright_black",
    "fill-accent": "black on bright_cyan",
    "fill-late": "black on bright_red",
    "fill-warn": "black on yellow",
    "fill-ready": "black on bright_yellow",
    "fill-move": "black on cyan",
    "fill-site": "black on green",
    "fill-hold": "black on bright_magenta",
    "fill-plan": "default",
    "fill-done": "bright_black",
    "heat1": "default",
    "heat2": "default",
    "heat3": "yellow",
    "heat4": "bold yellow",
}
_MONO_INKS = {
    "text": "default",
    "bright": "bold",
    "dim": "dim",
    "rule": "dim",
    "faint": "dim",
    "accent": "bold",
    "late": "bold",
    "warn": "default",
    "ready": "default",
    "move": "default",
    "site": "default",
    "hold": "default",
    "plan": "default",
    "done": "dim",
    "fill-accent": "reverse",
    "fill-late": "reverse bold",
    "fill-warn": "reverse",
    "fill-ready": "reverse",
    "fill-move": "reverse",
    "fill-site": "reverse",
    "fill-hold": "reverse",
    "fill-plan": "default",
    "fill-done": "dim",
    "heat1": "default",
    "heat2": "default",
    "heat3": "bold",
    "heat4": "bold",
}
_NO_GROUNDS = {
    "bg": "on default",
    "raised": "on default",
    "sunken": "on default",
    "selection": "reverse on default",
    "branch": "reverse on default",
}

LOOKS: Mapping[str, Look] = {
    look.name: look
    for look in (
        Look(
            "dark",
            _DARK_INKS,
            {
                "bg": "on #0E1217",
                "raised": "on #171C23",
                "sunken": "on #090C10",
                "selection": "on #243044",
                "branch": "on #4A2545",
            },
        ),
        Look(
            "light",
            _LIGHT_INKS,
            {
                "bg": "on #FBFAF7",
                "raised": "on #EFEDE7",
                "sunken": "on #F0EEE8",
                "selection": "on #DDE4F6",
                "branch": "on #F0D3EA",
            },
        ),
        Look("ansi", _ANSI_INKS, _NO_GROUNDS, frozenset({"selection", "branch"})),
        Look("mono", _MONO_INKS, _NO_GROUNDS, frozenset({"selection", "branch"})),
    )
}


def look_named(name: str | None, *, no_color: bool) -> Look:
    """The look that was asked for; without a wish the dark one, or none at all where NO_COLOR is set."""
    return LOOKS[name or ("mono" if no_color else "dark")]


def textual_theme(look: Look) -> Theme:
    """The look for the widgets that are Textual's own: the input line, mainly."""
    from textual.theme import Theme

    if look.name in ("ansi", "mono"):
        return Theme(
            name=f"wom-{look.name}",
            ansi=True,
            primary="ansi_default",
            foreground="ansi_default",
            background="ansi_default",
            surface="ansi_default",
            panel="ansi_default",
            boost="ansi_default",
            accent="ansi_default",
            variables=_ANSI_VARIABLES,
        )
    background = look.grounds["bg"].removeprefix("on ")
    return Theme(
        name=f"wom-{look.name}",
        primary=look.inks["accent"],
        accent=look.inks["accent"],
        foreground=look.inks["text"],
        background=background,
        surface=background,
        panel=look.grounds["raised"].removeprefix("on "),
        warning=look.inks["warn"],
        error=look.inks["late"],
        success=look.inks["site"],
        dark=look.name == "dark",
        variables={"raised": look.grounds["raised"].removeprefix("on ")},
    )


_ANSI_VARIABLES = {
    "raised": "ansi_default",
    "ansi-background": "ansi_default",
    "ansi-foreground": "ansi_default",
    "border-blurred": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "reverse",
    "input-selection-background": "ansi_default",
    "input-selection-foreground": "ansi_default",
    "screen-selection-background": "ansi_default",
    "screen-selection-foreground": "ansi_default",
}


def dimmed(line: Sequence[Piece]) -> Line:
    """The line with every ink replaced by the quiet one."""
    return tuple((text, "dim") for text, _ in line)
