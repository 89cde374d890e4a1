"""What has happened to the day, as people say it: who is sick, what takes longer, who was not there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from wom_tui.domain.visit import Visit
from wom_tui.errors import InvalidInput
from wom_tui.grammar.resolver import FactResolver
from wom_tui.planning.repair import Trouble
from wom_tui.store.reader import Reader


def trouble_of(
    reader: Reader,
    now: datetime,
    *,
    sick: Sequence[str] = (),
    emergency: Sequence[int] = (),
    late: tuple[str, str] | None = None,
    no_show: Sequence[str] = (),
) -> Trouble:
    """What was said, as the facts name it.

    Args:
        sick: technicians. emergency: orders. late: a visit and how much longer, as `+45m`. no_show: visits.

    Raises:
        InvalidInput, NotFound: there is no such thing.
    """
    look = FactResolver(reader, now)
    return Trouble(
        sick=frozenset(look.technician(name).id for name in sick),
        emergency=frozenset(look.order(number).id for number in emergency),
        late={_visit(look, late[0], "--late").id: _minutes(late[1])} if late else {},
        no_show=frozenset(_visit(look, said, "--no-show").id for said in no_show),
    )


def _visit(look: FactResolver, said: str, option: str) -> Visit:
    """The visit of a label, as `4417/2`; an order's number is enough where it has one that is live."""
    found = re.fullmatch(r"(\d+)(?:/(\d+))?", said)
    if found is None:
        raise InvalidInput(option, said, "a visit, as 4417/1")
    live = [v for v in look.visits(look.order(int(found[1])).id) if v.is_booked]
    named = [v for v in live if found[2] is None or v.ordinal == int(found[2])]
    if len(named) != 1:
        labels = ", ".join(v.label for v in live)
        raise InvalidInput(option, said, f"one of {labels}" if labels else "a visit that is booked")
    return named[0]


def _minutes(said: str) -> int:
    found = re.fullmatch(r"\+?(\d{1,3})(m|h)?", said)
    if found is None:
        raise InvalidInput("--late", said, "how much longer: +45m, +1h")
    return int(found[1]) * (60 if found[2] == "h" else 1)
