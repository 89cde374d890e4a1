"""What is read of an order that has to be decided: is it told apart, label from value?"""

from __future__ import annotations

import pytest

from tests.tui.rows import DAY, a_row
from wom_tui.domain.states import FAILED
from wom_tui.present.cells import plain
from wom_tui.present.labels import WGL4
from wom_tui.present.triage_answer import facts
from wom_tui.queries.triage import Entry


@pytest.mark.parametrize("state", sorted(FAILED))
def test_a_space_stands_between_what_somebody_did_and_the_name(state: str) -> None:
    row = a_row(1, state=state, technician="rao", technician_name="V. Rao")

    lines = [plain(line) for line in facts(Entry(row, ()), None, DAY, WGL4, 80)]

    assert any(" by V. Rao" in " ".join(line.split()) for line in lines)
