"""Which colour has an ink? The looks of the console, and lines of pieces as strips.

A widget names inks (`bold late`) and a ground (`bg raised sunken selection`); a look turns both into a style.
The word `here` in an ink puts the page's own ground behind it, the name of a ground that one. What each is,
`tokens.py` says: state is told by glyph and word first, so a look may drop hues.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from wom_tui.errors import InvalidInput
from wom_tui.present.cells import Piece, clip, line_width
from wom_tui.tui.tokens import LOOK_NAMES, grounds_of, inks_of

if TYPE_CHECKING:
    from textual.theme import Theme

_PLAIN = str.maketrans("…–−·×←→↑↓", "~--.x<>^v")  # one cell each, before and after
ATTRIBUTES = frozenset({"bold", "under", "reverse", "strike"})
GROUNDS = ("bg", "raised", "sunken", "selection", "branch", "past")


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
            elif word == "here" or word in GROUNDS:
                style += Style.parse(self.grounds["bg" if word == "here" else word])
                if ground in self.flat:  # what was in the one ink of that ground would not be seen on another
                    style += Style.parse(self.inks["text"])
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


_REVERSED = frozenset({"selection", "branch", "past"})
# Where the cursor's row is shown in reverse video, or as black on white.
_FLAT: Mapping[str, frozenset[str]] = {"contrast": _REVERSED, "ansi": _REVERSED, "mono": _REVERSED}
LOOKS: Mapping[str, Look] = {
    name: Look(name, inks_of(name), grounds_of(name), _FLAT.get(name, frozenset())) for name in LOOK_NAMES
}


def look_named(name: str, *, colours: int = 1 << 24) -> Look:
    """The look that was asked for; without a wish the one that so many colours are enough for.

    Raises:
        InvalidInput: there is no such look.
    """
    if name and name not in LOOKS:
        raise InvalidInput("look", name, ", ".join(LOOK_NAMES))
    return LOOKS[name or ("dark" if colours >= 256 else "ansi" if colours >= 8 else "mono")]


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
        dark=look.name != "light",
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
