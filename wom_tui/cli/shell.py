"""What has every verb in common: database, user, time, and the form of the answer?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

import typer

from wom_tui.config import Config, Reading, os_user
from wom_tui.errors import InvalidInput, WomError
from wom_tui.folders import default_database

if TYPE_CHECKING:
    from wom_tui.desk import Desk

R = TypeVar("R")


@dataclass(frozen=True)
class Shell:
    """One call from a shell.

    Attributes:
        reading: the settings, as far as they can be read.
        is_json: one JSON document on stdout, everything else on stderr.
        on_behalf_of: the user for whom an admin acts.
        now: business time as it was typed; in demonstrations and tests only.
        as_of: show how things stood then, as it was typed.
        branch: the branch that is looked at, and planned on; None = the live days.
    """

    reading: Reading
    is_json: bool = False
    db: str | None = None
    on_behalf_of: str | None = None
    now: str | None = None
    as_of: str | None = None
    branch: str | None = None

    @property
    def config(self) -> Config:
        """The settings.

        Raises:
            InvalidInput: they cannot all be read; names the line.
        """
        return self.reading.whole

    def going_on(self) -> Shell:
        """The same call, by the settings that can be read; what cannot is for whoever goes on to say.

        Raises:
            InvalidInput: which database is meant may be among what cannot be read.
        """
        is_told = self.db is not None or "WOM_DB" in os.environ
        config = self.reading.config if is_told else self.reading.certain_of("db")
        return replace(self, reading=Reading(config))

    @property
    def address(self) -> str:
        """The database that is meant: URL or path."""
        return self.db or self.config.db or default_database()

    @contextmanager
    def desk(self, *, writes: bool = False) -> Iterator[Desk]:
        """A desk on the database, for the length of a `with`.

        Args:
            writes: the verb changes something, which nobody can do to the past.
        """
        if writes and self.as_of is not None:
            raise InvalidInput("--as-of", self.as_of, "a verb that only shows something")
        desk = self._open(None)
        try:
            if said := self.now or self.config.now:
                at = moment_of(desk, said, "--now")
                desk.close()
                desk = self._open(at)
            yield desk if self.branch is None else self._on_branch(desk)
        except WomError as error:
            error.words = error.words or _worded(error, desk)
            raise
        finally:
            desk.close()

    def _open(self, now: datetime | None) -> Desk:
        from wom_tui.desk import open_desk

        me = os_user()
        return open_desk(
            self.address,
            os_user=me,
            door="cli",
            session=f"cli:{me}",
            on_behalf_of=self.on_behalf_of,
            now=now,
            travel=self.config.travel,
        )

    def _on_branch(self, desk: Desk) -> Desk:
        from wom_tui.branch_desk import branch_desk

        assert self.branch is not None
        return branch_desk(desk, self.branch)

    def desk_now(self) -> AbstractContextManager[Desk]:
        """A desk for a verb that looks ahead: where there was room yesterday is nobody's question."""
        if self.as_of is not None:
            raise InvalidInput("--as-of", self.as_of, "a verb that looks back")
        return self.desk()

    def at(self, desk: Desk) -> datetime:
        """The moment that is shown: now, or the one of `--as-of`."""
        if self.as_of is None:
            return desk.now()
        from wom_tui.past_desk import within_journal

        return within_journal(desk, moment_of(desk, self.as_of, "--as-of"), zone_of_office(desk), "--as-of")

    def ask(self, desk: Desk, query: Callable[..., R], *args: Any, **kwargs: Any) -> R:
        """Answer a query as things stand, or as they stood at `--as-of`."""
        if self.as_of is None:
            return desk.ask(query, *args, **kwargs)
        return desk.ask_as_of(self.at(desk), query, *args, **kwargs)


def _worded(error: WomError, desk: Desk) -> str:
    """The error on the office's clock; its own text where the office cannot be asked."""
    from wom_tui.present.refusals import refusal_words

    try:
        return refusal_words(error, desk.now(), zone_of_office(desk))
    except WomError:
        return ""


def zone_of_office(desk: Desk) -> ZoneInfo:
    """The zone in which the office reads its clock."""
    from wom_tui.queries.office import office_settings

    return ZoneInfo(desk.ask(office_settings).zone)


def moment_of(desk: Desk, said: str, field: str) -> datetime:
    """A moment that was typed, on the office's clock."""
    from wom_tui.domain.moments import moment
    from wom_tui.queries.office import office_settings

    return moment(said, now=desk.now(), zone=desk.ask(office_settings).zone, field=field)


def day_of(desk: Desk, said: str, field: str) -> date:
    """A day that was typed, in the office's zone."""
    return moment_of(desk, said, field).astimezone(zone_of_office(desk)).date()


def shell_of(context: typer.Context) -> Shell:
    """The call that a verb runs in."""
    shell = context.find_root().obj
    assert isinstance(shell, Shell)
    return shell
