"""What happened to an order, in the words of the trade."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.event import Event
from wom_tui.present.story import story

NOW = datetime(2016, 4, 5, 12, 0, tzinfo=UTC)


def an_event(kind: str, before: dict[str, Any], after: dict[str, Any]) -> Event:
    return Event(
        seq=1, recorded_at=NOW, at=NOW, actor="ann", on_behalf_of=None, door="import", command_id="c", cause=None,
        undo_of=None, kind=kind, subject="work_order:1", version=2, before=before, after=after, payload_v=1, hash="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (["group:A", "assignee:Kim"], ["group:B", "assignee:Kim"], "group A → B"),
        (["group:A"], ["group:A", "assignee:Kim"], "assignee — → Kim"),
        (["group:A", "state:New"], ["state:Active"], "state New → Active, group A → —"),
        (["crew:1"], ["crew:1", "crew:2"], "crew 1 → 1, 2"),
        ([], ["vip", "note:[/red]\x1b[2J"], "vip — → —, note — → [/red]"),
    ],
)
def test_tags_that_changed_are_told_by_their_names(before: list[str], after: list[str], words: str) -> None:
    told = story(an_event("order.retagged", {"tags": before}, {"tags": after}), {}, NOW, ZoneInfo("UTC"))

    assert told.startswith(words)
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("kind", "after", "words"),
    [
        ("visit.undone", {"is_withdrawn": True}, "taken back: the visit"),
        ("visit.redone", {"is_withdrawn": False}, "done again: the visit"),
        (
            "visit.undone",
            {"technician_id": 4, "start_at": NOW.isoformat()},
            "taken back: given to Kim for 12:00",
        ),
    ],
)
def test_what_was_taken_back_is_told_without_the_names_of_columns(
    kind: str, after: dict[str, Any], words: str
) -> None:
    event = replace(an_event(kind, {}, after), undo_of=7)

    assert story(event, {4: "Kim"}, NOW, ZoneInfo("UTC")) == words
