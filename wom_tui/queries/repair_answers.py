"""What was said to a repair that a rule proposed? A yes, a yes in part, a no, or that it is not needed any more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.event import Event
from wom_tui.domain.rule import ACTOR, MENDS
from wom_tui.store import journal, receipts
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import WAITS_AGAIN, Answer

_WORDS = {BranchStatus.MERGED: "accepted", BranchStatus.DROPPED: "rejected"}


def is_of_rule(event: Event | None) -> bool:
    """The rule that mends the day has done it itself."""
    return event is not None and event.actor == ACTOR + MENDS


def answer_to(reader: Reader, history: Sequence[Event]) -> Answer | None:
    """What was said last to a proposal; None where nobody has said anything.

    Args:
        history: of its branch.
    """
    said = [event for event in history if "status" in event.after and not event.is_creation]
    if not said:
        return None
    last = said[-1]
    status = BranchStatus(last.after["status"])
    if status is BranchStatus.OPEN:
        return Answer(WAITS_AGAIN, last.who, last.at, last.command_id)
    # Who does it again says no more than the first time.
    spoke = next((one for one in reversed(said) if one.undo_of is None), last)
    receipt = receipts.find(reader.connection, spoke.command_id)
    result = receipt.result if receipt else {}
    word, why = _WORDS[status], str(result.get("reason", ""))
    if without := result.get("without"):
        word, why = "accepted in part", f"without {', '.join(map(str, without))}"
    if is_of_rule(last):
        word = "made void"
    return Answer(word, last.who, last.at, last.command_id, why)


def answers_to(
    reader: Reader, command_ids: Iterable[str], until: datetime | None = None
) -> dict[str, Answer]:
    """What was said to what some acts have proposed; by act.

    Args:
        until: by a moment of business time.
    """
    found: dict[str, Answer] = {}
    for id in dict.fromkeys(command_ids):
        made = journal.events(reader.connection, command_id=id)
        branch = next((event.subject for event in made if event.noun == Branch.noun), None)
        if branch is None:
            continue
        history = list(journal.events(reader.connection, subject=branch, until=until))
        if (answer := answer_to(reader, history)) is not None:
            found[id] = answer
    return found
