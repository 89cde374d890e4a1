"""How is a record of a sheet kept, where keeping it is an act of its own with rules of its own?

Most records are saved as they are. A quantity of stock in a sheet is a count, as `adjust` says it; whoever waits for a
purchase follows it, as after `eta`; feedback is about work that was completed;
no two files of an order share a name; a meter that shows less than before is a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wom_tui.commands.attachment import keep_file
from wom_tui.commands.feedback import keep_feedback
from wom_tui.commands.purchase import keep_purchase
from wom_tui.commands.stock import put_count
from wom_tui.domain.attachment import Attachment
from wom_tui.domain.fact import Fact
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.maintenance import MeterReading, reading_violations
from wom_tui.domain.part import PurchaseEta, Stock
from wom_tui.store.unit import Unit


def _stock(was: Stock | None, stock: Stock, unit: Unit) -> Stock:
    if was is not None and was.quantity == stock.quantity:
        return unit.save(stock, "stock.minimum_set")
    empty = Stock(id=stock.id, part_id=stock.part_id)
    return put_count(was or empty, stock, unit)


def _feedback(_was: Feedback | None, feedback: Feedback, unit: Unit) -> Feedback:
    return keep_feedback(feedback, unit)


def _file(_was: Attachment | None, file: Attachment, unit: Unit) -> Attachment:
    return keep_file(file, unit)


def _reading(_was: MeterReading | None, reading: MeterReading, unit: Unit) -> MeterReading:
    unit.heed(reading_violations(reading, unit.select(MeterReading, asset_id=reading.asset_id)))
    return unit.save(reading, "meter.read")


_SAVES: Mapping[type[Fact], Callable[[Any, Any, Unit], Fact]] = {
    Stock: _stock,
    PurchaseEta: keep_purchase,
    Feedback: _feedback,
    Attachment: _file,
    MeterReading: _reading,
}


def save_record(was: Fact | None, fact: Fact, how: str, unit: Unit) -> Fact:
    """Keep a record as its row has it; answers it as it is by now.

    Args:
        was: the record as it was; None for a new one.
        how: created or changed.

    Raises:
        Rejected: the noun's own rules say no.
    """
    own = _SAVES.get(type(fact))
    return own(was, fact, unit) if own else unit.save(fact, f"{fact.noun}.{how}")
