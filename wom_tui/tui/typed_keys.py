"""What do keys do while something is typed? The key bar says that then, and not the verbs of the view behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.tui.key import TYPED

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

# Key, as people call it, and what it does; the key that looks back in time is named by its sign.
TypedKeys = tuple[tuple[str, str], ...]
_LINE: TypedKeys = (("Enter", "run"), ("Tab", "complete"), ("↑", "earlier lines"), ("Esc", "leave"))
_FILTER: TypedKeys = (("Enter", "keep"), ("↑", "earlier filters"), ("Esc", "as before"))
FACT: TypedKeys = (("Enter", "send"), ("Esc", "leave as it is"))


def typed_keys(app: WomApp) -> TypedKeys:
    """Those of the line that is typed in; none while letters are verbs, or the view has said it itself."""
    if app.line.is_open:
        keys = _LINE if app.line.mode == ":" else _FILTER
    elif (typing := app.view.typing) is not None and app.context not in TYPED:
        keys = typing.keys_told
    else:
        keys = ()
    return tuple((app.signs.keys(key), label) for key, label in keys)
