"""How are views saved, found again and gone to? `view save west`, `view west`, `view list`, `V`."""

from __future__ import annotations

from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.errors import NotFound, WomError
from wom_tui.present.safe_text import safe
from wom_tui.present.saved_view import SCREENS, SHIPPED, SavedView, checked_name, view_of
from wom_tui.present.shape import Shape
from wom_tui.tui.own_things import OwnThings, named, offers

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class SavedViews:
    """The views of this user, and the one that is on."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.own = OwnThings(app, app.own.setting("views.toml"), "view", view_of)
        self.current: SavedView | None = None
        self._before: SavedView = SHIPPED["all"]  # the one that was on before it

    @property
    def all(self) -> dict[str, SavedView]:
        """By name, in the order of the list: those that are shipped, or what stands in their place, then one's own."""
        return {**SHIPPED, **self.own.known}

    # ------------------------------------------------------------------------------------------ the board's own

    def title(self, shape: Shape) -> str:
        """What line 2 calls the board: the view's name, with a star where something was changed since.

        Without the filter that the view has, all orders are shown: they are not called by its name.
        """
        if self.current is None or self.current.shape == Shape():
            return ""
        if self.current.shape.filter and not shape.filter:
            return ""
        return self.current.name if shape == self.current.shape else f"{self.current.name}*"

    def filter_left(self) -> None:
        """Esc has taken the filter away: the view is not on any more where that was what it is about."""
        if self.current is not None and self.current.shape.filter:
            self._before, self.current = self.current, None

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
                self.own.drop(rest.strip(), partial(self._dropped, rest.strip()))
            case _ if self._find(words) is not None:
                self._go_to(words)
            case _:  # perhaps it was saved at another console
                self.own.read_again(partial(self._go_to, words))

    def complete(self, text: str) -> None:
        """Offer names, and what can be done."""
        listed = [(view.name, view.words) for view in self.all.values()]
        listed += [
            ("save ", "save this one under a name"),
            ("drop ", "strike one out"),
            ("list", "all of them"),
        ]
        self.app.line.offer(text, offers("view", text, listed))

    def _save(self, name: str) -> None:
        try:
            name = checked_name(name or (self.current.name if self.current else ""))
        except WomError as error:
            self.app.trouble.refused(error, f"view save {name}")
            return
        screen = self.app.context if self.app.context in SCREENS else "board"
        view = SavedView(name, self.here, screen)
        self.own.put(name, view.as_table(), partial(self._saved, view))

    def _saved(self, view: SavedView) -> None:
        self.current = view
        self.app.draw_scope()
        self.app.toast(
            f"view {safe(view.name)} saved: {safe(view.words)}", f"view {safe(view.name)} shows it again"
        )

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
        views = self.all
        name = named(words, list(views))
        return views[name] if name is not None else None

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
        self.own.read_again(self._show)

    def _show(self) -> None:
        from wom_tui.tui.screens.names import Named, NamesPanel

        on = self.title(self.here)
        listed = [
            Named(view.name, view.words, "" if view.is_shipped else "yours", can_drop=not view.is_shipped)
            for view in self.all.values()
        ]
        note = f"{safe(on)} is on" if on else "view save NAME keeps the board as it is"

        def answered(words: str | None) -> None:
            if words is not None:
                self.app.speech.say(f"view {words}")

        self.app.push_screen(NamesPanel("views", note, listed, "go there", on.rstrip("*")), answered)
