"""How are views saved, found again and gone to? `view save west`, `view west`, `view list`, `V`."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.errors import NotFound, WomError
from wom_tui.present.safe_text import safe
from wom_tui.present.saved_view import SCREENS, SHIPPED, SavedView, checked_name, view_of
from wom_tui.present.shape import Shape
from wom_tui.tui.own_files import OwnTable
from wom_tui.tui.widgets.command_line import Choice

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class SavedViews:
    """The views of this user, and the one that is on."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.table = OwnTable(app.own.setting("views.toml"), "view", view_of)
        self.all = dict(SHIPPED)  # by name, in the order of the list
        self.current: SavedView | None = None
        self._before: SavedView = SHIPPED["all"]  # the one that was on before it

    def load(self) -> None:
        """Read them, before somebody asks; on a worker."""
        own = {name: view_of(name, table) for name, table in self.table.read().items()}
        self.app.call_from_thread(self._loaded, own)

    def _loaded(self, own: dict[str, SavedView]) -> None:
        self.all = {**SHIPPED, **own}

    def _after_reading(self, then: Callable[[], None], draft: str = "view") -> None:
        def job() -> None:
            self.load()
            self.app.call_from_thread(then)

        self.app.work(job, draft=draft)

    # ------------------------------------------------------------------------------------------ the board's own

    def title(self, shape: Shape) -> str:
        """What line 2 calls the board: the view's name, with a star where something was changed since."""
        if self.current is None or self.current.shape == Shape():
            return ""
        return self.current.name if shape == self.current.shape else f"{self.current.name}*"

    @property
    def here(self) -> Shape:
        """What is to be saved."""
        return self.app.board.shape

    # ------------------------------------------------------------------------------------------------ what is said

    def say(self, words: str) -> None:
        """`save NAME`, `drop NAME`, `list` or nothing; a name or its number: go there."""
        verb, _, rest = words.partition(" ")
        match verb:
            case "" | "list":
                self.show_list()
            case "save":
                self._save(rest.strip())
            case "drop":
                self._drop(rest.strip())
            case _ if self._find(words) is not None:
                self._go_to(words)
            case _:
                self._after_reading(partial(self._go_to, words))

    def complete(self, text: str) -> None:
        """Offer names, and what can be done."""
        begun = text.removeprefix("view ")
        offers = [(view.name, view.words) for view in self.all.values()]
        offers += [
            ("save ", "save this one under a name"),
            ("drop ", "strike one out"),
            ("list", "all of them"),
        ]
        found = [Choice(f"view {name}", name, told) for name, told in offers if name.startswith(begun)]
        self.app.line.offer(text, found)

    def _save(self, name: str) -> None:
        try:
            name = checked_name(name or (self.current.name if self.current else ""))
        except WomError as error:
            self.app.trouble.refused(error, f"view save {name}")
            return
        screen = self.app.context if self.app.context in SCREENS else "board"
        view = SavedView(name, self.here, screen)

        def job() -> None:
            self.table.put(name, view.as_table())
            self.load()
            self.app.call_from_thread(self._saved, view)

        self.app.work(job, draft=f"view save {name}")

    def _saved(self, view: SavedView) -> None:
        self.current = view
        self.app.draw_scope()
        self.app.toast(
            f"view {safe(view.name)} saved: {safe(view.words)}", f"view {safe(view.name)} shows it again"
        )

    def _drop(self, name: str) -> None:
        def job() -> None:
            self.table.drop(name)
            self.load()
            self.app.call_from_thread(self._dropped, name)

        self.app.work(job, draft=f"view drop {name}")

    def _dropped(self, name: str) -> None:
        if self.current is not None and self.current.name == name:
            self.current = self.all.get(name)
        self.app.draw_scope()
        told = "the one that is shipped is back" if name in SHIPPED else "the board stays as it is"
        self.app.toast(f"view {safe(name)} is dropped", told)

    # ------------------------------------------------------------------------------------------------- going there

    def _find(self, words: str) -> SavedView | None:
        """By number in the list, by name or as much of it as fits only one; `-` is the one before."""
        if words == "-":
            return self._before
        views, said = list(self.all.values()), words.casefold()
        if words.isdecimal():
            return views[int(words) - 1] if 0 < int(words) <= len(views) else None
        exact = [view for view in views if view.name.casefold() == said]
        begun = exact or [view for view in views if view.name.casefold().startswith(said)]
        return begun[0] if len(begun) == 1 else None

    def _go_to(self, words: str) -> None:
        view = self._find(words)
        if view is None:
            names = list(self.all)
            near = (
                [name for name in names if name.startswith(words)] or get_close_matches(words, names) or names
            )
            self.app.trouble.refused(NotFound("view", words, near), f"view {words}")
            return
        if self.current is not None and self.current != view:
            self._before = self.current
        self.current = view
        self.app.board.take_shape(view.shape)
        self.app.call_later(self.app.go, view.screen)

    def show_list(self) -> None:
        """V: the list; a digit or Enter goes there."""
        self._after_reading(self._show)

    def _show(self) -> None:
        from wom_tui.tui.screens.saved import ViewsPanel

        def answered(words: str | None) -> None:
            if words is not None:
                self.say(words)

        self.app.push_screen(ViewsPanel(list(self.all.values()), self.title(self.here)), answered)
