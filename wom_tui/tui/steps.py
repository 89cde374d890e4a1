"""Which keys move a cursor up and down, the same in every list?"""

from __future__ import annotations


class Steps:
    """The moving keys of a view. It says how far a page is, and what a step does."""

    def step(self, lines: int) -> None:
        """So many lines down, or up (-); never past an end."""
        raise NotImplementedError

    @property
    def page(self) -> int:
        """Lines on the screen."""
        raise NotImplementedError

    @property
    def all_lines(self) -> int:
        """Lines there are."""
        raise NotImplementedError

    def do_up(self) -> None:
        self.step(-1)

    def do_down(self) -> None:
        self.step(1)

    def do_half_up(self) -> None:
        self.step(-max(2, self.page // 2))

    def do_half_down(self) -> None:
        self.step(max(2, self.page // 2))

    def do_page_up(self) -> None:
        self.step(-max(2, self.page - 1))

    def do_page_down(self) -> None:
        self.step(max(2, self.page - 1))

    def do_top(self) -> None:
        self.step(-max(2, self.all_lines))

    def do_bottom(self) -> None:
        self.step(max(2, self.all_lines))
