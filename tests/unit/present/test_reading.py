"""What does the reading area say of the order under the cursor?"""

from __future__ import annotations

import pytest

from tests.tui.office import NOW
from tests.tui.rows import DAY, a_row
from wom_tui.domain.work_order import OrderStatus
from wom_tui.present.cells import plain
from wom_tui.present.labels import WGL4
from wom_tui.present.reading import holder


@pytest.mark.parametrize(("status", "offers"), [(OrderStatus.READY, True), (OrderStatus.DRAFT, False)])
def test_only_what_is_ready_offers_a_look_at_who_can_take_it(status: OrderStatus, *, offers: bool) -> None:
    row = a_row(status=status.value, state=status.value, technician_name=None)

    told = plain(holder(row, NOW, DAY.zone, WGL4))

    assert ("a shows who can take it" in told) is offers
