"""Who else is here, and on which order? Said twice a minute, and when another order is looked at; read in passing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from wom_tui.domain.event import acting
from wom_tui.domain.presence import BEAT_S, Present
from wom_tui.errors import WomError
from wom_tui.present.presence import claim_words, here_words
from wom_tui.tui.rest import Rest

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

CLAIM_S = 1.0  # an order is claimed once somebody has looked at it for so long
LOOK_S = 3.0  # others are read no more often than that, however often somebody commits


class Presence:
    """The other consoles at this database, as far as this one knows."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self.others: tuple[Present, ...] = ()
        self._order: int | None = None  # what this console has open
        self._said: int | None = None  # what the others were told
        self._has_come = False  # they have been told that, too
        self._looked = 0.0
        self._is_busy = False
        self._rest: Rest | None = None
        self._later: Rest | None = None

    @property
    def is_on(self) -> bool:
        """This console says that it is there, and looks who else is."""
        return self._rest is not None

    @property
    def me(self) -> str:
        """How the others call us."""
        actor = self.app.seat.live_desk.actor
        return acting(actor.name, actor.on_behalf_of)

    def begin(self) -> None:
        """The database is open."""
        if self.app.settings.console.presence and self.app.seat.is_announced and not self.is_on:
            self._rest, self._later = Rest(self.app, CLAIM_S, self._claim), Rest(self.app, LOOK_S, self.look)
            self.app.set_interval(BEAT_S, self.beat)
            self.beat()

    # ------------------------------------------------------------------------------------------ what is said

    @property
    def here(self) -> str:
        """`2 here`; nothing for whoever is alone."""
        return f"{len(self.others) + 1} here" if self.others else ""

    def on(self, order: int | None) -> str:
        """`ann is on it`; nothing where nobody else is."""
        return claim_words(self.others, order, self.me) if self.others and order else ""

    def say(self) -> None:
        """`who`: the names."""
        if not self.is_on:
            self.app.toast("who is here is not told", "console.presence in the settings is off")
        elif self.others:
            self.app.toast(
                f"here beside you: {here_words(self.others, self.me)}", "with the order that each has open"
            )
        else:
            self.app.toast("nobody else is here")

    # ------------------------------------------------------------------------------------------- being there

    def follow(self, order: int | None) -> None:
        """This console has that order open; the others are told when it stays so for a moment."""
        if order != self._order:
            self._order = order
            if self._rest is not None:
                self._rest.begin()

    def _claim(self) -> None:
        if self._order != self._said:
            self.beat()

    def beat(self) -> None:
        """Say that we are there, and with what."""
        if self.app.live.is_on and not self._is_busy:
            self._ask(self._beat)

    def look(self) -> None:
        """Somebody has committed something: it may be that they have come, or gone to another order."""
        if self._later is None:
            return
        if self._is_busy or monotonic() - self._looked < LOOK_S:
            if not self._later.is_waited_for:
                self._later.begin()
            return
        self._ask(self.app.seat.others)

    def _beat(self) -> tuple[Present, ...]:
        order = self._order
        found = self.app.seat.announce(order, tells=order != self._said or not self._has_come)
        self._said, self._has_come = order, True
        return found

    def _ask(self, others: Callable[[], tuple[Present, ...]]) -> None:
        """On a worker; one question at a time."""
        self._is_busy = True

        def job() -> None:
            found: tuple[Present, ...] | None = None
            try:
                found = others()
            except WomError:
                pass  # somebody writes, or the database is away: the next one will do
            finally:
                self.app.call_from_thread(self._came, found)

        self.app.work(job, quietly=True)

    def _came(self, found: tuple[Present, ...] | None) -> None:
        self._is_busy, self._looked = False, monotonic()
        if self._rest is not None and self._order != self._said:
            self._rest.begin()  # gone on to another one meanwhile, or it could not be said
        if found is None or found == self.others:
            return
        self.others = found
        for view in self.app.views:
            view.others_changed()
        self.app.draw_frame()
