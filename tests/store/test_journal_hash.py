"""An event is hashed without the encoder, and all the same as the encoder would have it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from wom_tui.store.codec import canonical, instant_text
from wom_tui.store.journal import event_hash

TEXT = st.text(max_size=20)
NUMBER = st.integers(min_value=0, max_value=2**62)
AT = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))
ROWS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("actor", "after", "before", "command_id", "door", "kind", "subject"), TEXT),
        **dict.fromkeys(("cause", "undo_of"), st.none() | NUMBER),
        **dict.fromkeys(("seq", "version", "payload_v"), NUMBER),
        **dict.fromkeys(("at", "recorded_at"), AT),
        "on_behalf_of": st.none() | TEXT,
    }
)


@given(TEXT, ROWS)
def test_the_hash_is_that_of_the_canonical_row(previous: str, row: dict[str, Any]) -> None:
    plain = {n: instant_text(v) if isinstance(v, datetime) else v for n, v in row.items()}

    expected = hashlib.sha256((previous + canonical(plain)).encode()).hexdigest()

    assert event_hash(previous, row) == event_hash(previous, row | {"hash": "its own"}) == expected
