"""The lists behind one tab, as a test looks at them."""

from __future__ import annotations

from typing import Any, TypeVar

from tests.tui.driving import Console
from wom_tui.tui.screens.table import TableView
from wom_tui.tui.widgets.cursor_list import ListView

V = TypeVar("V", bound=TableView[Any])


async def on_row(c: Console, kind: type[V], key: str = "") -> V:
    """A list that was opened, read, with the cursor on a row."""
    view = c.app.query_one(kind)
    await c.until(lambda: view.rows is not None, f"the {view.what}s are read")
    if key:
        put_cursor(view, key)
    await c.settled()
    return view


def put_cursor(view: TableView[Any], key: str) -> None:
    """On the row of that key, wherever it stands."""
    view.cursor = key
    view.draw_cursor()


async def keeps_its_cursor_in_sight(c: Console, view: ListView) -> None:
    """Wherever the cursor goes in a list, the line that it is on is one of those that are shown."""
    for key in ("G", "pageup", "up", "g", "pagedown"):
        await c.press(key)
        assert view.list.top <= view.cursor_line < view.list.top + view.list.size.height


def listed(view: TableView[Any]) -> list[str]:
    """The keys of its rows, from the top."""
    return [entry.key for entry in view.entries if entry.key]
