"""How does one go to a branch and come back, and bring it over? `branch storm`, `branch live`, `B`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.branch import LIVE, Branch, BranchStatus
from wom_tui.domain.words import some
from wom_tui.present.safe_text import safe
from wom_tui.tui.widgets.command_line import Choice

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.branches import BranchRow, Compared
    from wom_tui.tui.app import WomApp

_WORDS = ("new", "merge", "drop", LIVE)


class Branching:
    """The branch that this console is on."""

    def __init__(self, app: WomApp) -> None:
        self.app = app

    def say(self, words: str) -> None:
        """`new NAME`, `merge`, `drop`, `live`, a name; nothing: what the branch changes, or which there are."""
        word, _, name = words.partition(" ")
        jobs: dict[str, Callable[[], None]] = {
            "": self._review if self.app.seat.branch else self._list,
            "new": partial(self._new, name.strip()),
            "merge": self._review,
            "drop": self._drop,
        }
        job = jobs.get(word, partial(self._go, word))
        self.app.acts.work(job, draft=f"branch {words}")

    def complete(self, text: str) -> None:
        """Offer the names, and what can be done."""
        begun = text.removeprefix("branch ")

        def look() -> None:
            offers = [(row.name, _told(row)) for row in self._open()]
            offers += [(word, "") for word in _WORDS]
            choices = [
                Choice(f"branch {name}", name, told) for name, told in offers if name.startswith(begun)
            ]
            self.app.call_from_thread(self.app.line.offer, text, choices)

        self.app.work(look, quietly=True)

    # ---------------------------------------------------------------------------------------------- worker

    def _open(self) -> list[BranchRow]:
        from wom_tui.queries.branches import branches

        rows = self.app.seat.live_desk.ask(branches)
        return [row for row in rows if row.status is BranchStatus.OPEN]

    def _list(self) -> None:
        rows = self._open()
        told = "; ".join(f"{row.name}: {_told(row)}" for row in rows) or "none yet"
        self.app.call_from_thread(
            self.app.toast, f"branches   {safe(told)}", "branch new NAME begins one, branch NAME goes there"
        )

    def _new(self, name: str) -> None:
        from wom_tui.commands.branch import NewBranch

        self.app.seat.live_desk.run(NewBranch(name=name))
        self._go(name)

    def _go(self, name: str) -> None:
        changes = self.app.seat.go_to(name)
        self.app.call_from_thread(self.app.live.arrived, changes, self._arrived())

    def _drop(self) -> None:
        from wom_tui.commands.branch import DropBranch

        branch = self._here()
        self.app.seat.live_desk.run(DropBranch(branch=branch.id, expect=branch.version))
        self.app.call_from_thread(
            self.app.live.arrived,
            self.app.seat.go_to(LIVE),
            (f"branch {branch.name} is dropped", "u brings it back"),
        )

    def _review(self) -> None:
        from wom_tui.queries.branches import compared
        from wom_tui.queries.names import read_names

        branch, desk = self._here(), self.app.seat.live_desk
        names = {id: one.name for id, one in desk.ask(read_names).technicians.items()}
        self.app.call_from_thread(self._show, branch, desk.ask(compared, branch), names)

    def _here(self) -> Branch:
        from wom_tui.commands.branch import open_branch
        from wom_tui.errors import NotFound

        name = self.app.seat.branch
        found = self.app.seat.live_desk.ask(open_branch, name) if name else None
        if found is None:
            raise NotFound("branch", name or "here", tuple(row.name for row in self._open()))
        return found

    def _merge(self, branch: Branch, take: tuple[int, ...], insist: tuple[int, ...]) -> None:
        from wom_tui.commands.branch import MergeBranch

        seat = self.app.seat
        act = MergeBranch(branch=branch.id, expect=branch.version, take=take, insist=insist)
        receipt = seat.live_desk.run(act)
        self.app.call_from_thread(self.app.live.arrived, seat.go_to(LIVE), self._brought(branch, receipt))

    # ---------------------------------------------------------------------------------------------- screen

    def _show(self, branch: Branch, lines: list[Compared], names: dict[int, str]) -> None:
        from wom_tui.tui.screens.branch import BranchPanel, Taken

        def answered(taken: Taken | None) -> None:
            if taken is not None:
                job = partial(self._merge, branch, taken.take, taken.insist)
                self.app.acts.work(job, draft="branch merge")

        self.app.push_screen(BranchPanel(branch, lines, names), answered)

    def _arrived(self) -> tuple[str, str]:
        if not (branch := self.app.seat.branch):
            return "back on the live days", "what was done on the branch waits there"
        key = self.app.keymap.shown("branch")
        return f"on branch {safe(branch)}", f"nothing here is booked; {key} reviews it, branch live goes back"

    def _brought(self, branch: Branch, receipt: Receipt) -> tuple[str, str]:
        left, key = int(receipt.result["left"]), self.app.keymap.shown("undo")
        said = f"{some(int(receipt.result['merged']), 'visit')} of {safe(branch.name)} booked"
        return (
            said,
            f"{left} left in the branch; {key} takes it back" if left else f"{key} takes all of it back",
        )


def _told(row: BranchRow) -> str:
    changes = some(row.lines, "change")
    return f"{changes}, {some(row.conflicts, 'conflict')}" if row.conflicts else changes
