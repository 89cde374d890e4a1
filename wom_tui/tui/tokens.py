"""Which tokens has the design, and what is each in every look? One row per ink, one per ground.

Colour means state and nothing else, and is told third: glyph and word come first. Hues are Okabe-Ito's, lightened
for dark and darkened for light only as far as a contrast of 4.5 asks; the contrast look asks for 7. Of the dark inks
those that stand in every row are among the 256 colours that a terminal has a number for: a key costs a tenth less. In
`ansi` the palette belongs to the terminal: only default, reverse, bold and its indices.
`tests/tui/test_contrast.py` computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from wom_tui.domain.setting_values import LOOKS

LOOK_NAMES = LOOKS

# ink → its style in each look, in the order of LOOK_NAMES
_INKS: Mapping[str, tuple[str, str, str, str, str]] = {
    # words
    "text": ("#D7D7D7", "#22282F", "#FFFFFF", "default", "default"),
    "bright": ("#FFFFFF", "#000000", "bold #FFFFFF", "bold default", "bold"),
    "dim": ("#9E9E9E", "#5C646D", "#CCCCCC", "bright_black", "dim"),
    # lines and shading, never text
    "rule": ("#323B46", "#C9C5BA", "#8C8C8C", "bright_black", "dim"),
    "faint": ("#4A545F", "#A9A69D", "#A6A6A6", "bright_black", "dim"),
    # here: the cursor, a mark, now, the prompt, the change that is proposed
    "accent": ("#AFAFFF", "#4347B8", "#C4CBFF", "bright_cyan", "bold"),
    # states
    "late": ("#FF875F", "#A83F00", "#FFAE85", "bright_red", "bold"),
    "warn": ("#F0AE1E", "#7D5200", "#FFC24D", "yellow", "default"),
    "ready": ("#D7D75F", "#635A00", "#FFF35C", "bright_yellow", "default"),
    "move": ("#6BBDEC", "#005B8F", "#8FD3FA", "cyan", "default"),
    "site": ("#2DBE93", "#00664A", "#5CE0B8", "green", "default"),
    "hold": ("#DE93BA", "#8B3B69", "#F5B5D6", "bright_magenta", "default"),
    "plan": ("#B4C0CC", "#46515C", "#D9E0E6", "default", "default"),
    "done": ("#9E9E9E", "#5C646D", "#CCCCCC", "bright_black", "dim"),
    # the same as filled time: what stands on the fill, and the fill
    "fill-accent": (
        "#0B0E12 on #AFAFFF", "#FBFAF7 on #4347B8", "#000000 on #C4CBFF", "black on bright_cyan", "reverse",
    ),
    "fill-late": (
        "#0B0E12 on #D55E00", "#0B0E12 on #E8742A", "#000000 on #FF8A4D", "black on bright_red", "reverse bold",
    ),
    "fill-warn": ("#0B0E12 on #E69F00", "#0B0E12 on #E69F00", "#000000 on #E69F00", "black on yellow", "reverse"),
    "fill-ready": (
        "#0B0E12 on #F0E442", "#0B0E12 on #F0E442", "#000000 on #FFF35C", "black on bright_yellow", "reverse",
    ),
    "fill-move": ("#0B0E12 on #56B4E9", "#0B0E12 on #56B4E9", "#000000 on #56B4E9", "black on cyan", "reverse"),
    "fill-site": ("#0B0E12 on #009E73", "#0B0E12 on #35B990", "#000000 on #35C79B", "black on green", "reverse"),
    "fill-hold": (
        "#0B0E12 on #CC79A7", "#0B0E12 on #DB93BA", "#000000 on #E39BC3", "black on bright_magenta", "reverse",
    ),
    "fill-plan": ("#0B0E12 on #8794A2", "#0B0E12 on #B9C2CB", "#000000 on #B9C4CF", "default", "default"),
    "fill-done": ("#98A3AF on #2A323B", "#5C646D on #E3E1DA", "#D6D6D6 on #333333", "bright_black", "dim"),
    # the backlog's heat, from little to much; a rank's sign stands beside the number
    "heat1": ("#D7D7D7 on #2A2413", "#22282F on #FBF0D6", "#FFFFFF on #2A2413", "default", "default"),
    "heat2": ("#FFFFFF on #4E3A08", "#22282F on #F7DFA6", "#FFFFFF on #4E3A08", "default", "default"),
    "heat3": ("#FFFFFF on #8A6105", "#0B0E12 on #F0C35C", "#FFFFFF on #6B4E00", "yellow", "bold"),
    "heat4": ("#0B0E12 on #E69F00", "#0B0E12 on #E69F00", "#000000 on #E69F00", "bold yellow", "bold"),
}  # fmt: skip

# ground → what lies behind, in the same order; with an ink before `on`, that ink is the only one that stands there
_GROUNDS: Mapping[str, tuple[str, str, str, str, str]] = {
    "bg": ("on #0E1217", "on #FBFAF7", "on #000000", "on default", "on default"),  # the page
    "raised": ("on #171C23", "on #EFEDE7", "on #262626", "on default", "on default"),  # header, keys, notices
    "sunken": ("on #090C10", "on #F0EEE8", "on #1A1A1A", "on default", "on default"),  # outside a shift
    "selection": (
        "on #243044", "on #DDE4F6", "#000000 on #FFFFFF", "reverse on default", "reverse on default",
    ),  # the cursor's row
    "branch": (
        "on #43203E", "on #F3DBEE", "#000000 on #FFB3E6", "reverse on default", "reverse on default",
    ),  # header and keys, away from the live days
    "past": (
        "on #332A12", "on #F3E3C0", "#000000 on #FFD98A", "reverse on default", "reverse on default",
    ),  # the same, at an earlier moment
}  # fmt: skip


def inks_of(look: str) -> Mapping[str, str]:
    """Ink → style, of a look."""
    return _column(_INKS, look)


def grounds_of(look: str) -> Mapping[str, str]:
    """Ground → style, of a look."""
    return _column(_GROUNDS, look)


def _column(table: Mapping[str, tuple[str, ...]], look: str) -> Mapping[str, str]:
    at = LOOK_NAMES.index(look)
    return MappingProxyType({name: row[at] for name, row in table.items()})
