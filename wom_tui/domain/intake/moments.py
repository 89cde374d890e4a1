"""When is it, in a file that writes its times in one of several ways?

A preset lists them in the order in which they are tried; the first that fits a cell reads it. So only forms that no
cell can be read in twice belong into one list: month first and day first never do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell, NoSuchMoment, moment_reader
from wom_tui.domain.intake.dates import SHOWN, DateOrder, Evidence, date_reader

# What stands for a whole family of forms in place of one that is spelt out with % signs.
FAMILIES = {
    "iso": DateOrder.YEAR_FIRST,
    "day_first": DateOrder.DAY_FIRST,
    "month_first": DateOrder.MONTH_FIRST,
    "epoch": DateOrder.EPOCH,
    "epoch_ms": DateOrder.EPOCH_MS,
    "excel": DateOrder.EXCEL,
}

Reader = Callable[[str, str], datetime]


def moments_reader(forms: Sequence[str], zone: ZoneInfo) -> Reader:
    """A function (column, value) → aware UTC, for moments in any of these forms.

    Args:
        forms: as `strptime` has them, or a name of FAMILIES; tried in this order.

    Raises:
        InvalidInput: a form that is none.
    """
    readers = [_reader(form, zone) for form in forms]
    if len(readers) == 1:
        return readers[0]

    def read(column: str, value: str) -> datetime:
        for reader in readers:
            try:
                return reader(column, value)
            except NoSuchMoment:
                raise
            except BadCell:
                continue
        shown = " or ".join(SHOWN[FAMILIES[form]] if form in FAMILIES else form for form in forms)
        raise BadCell(column, value, f"is no day or time such as {shown}")

    return read


def _reader(form: str, zone: ZoneInfo) -> Reader:
    order = FAMILIES.get(form)
    return moment_reader(form, zone) if order is None else _of_family(order, zone)


def _of_family(order: DateOrder, zone: ZoneInfo) -> Reader:
    read = date_reader(order, zone)
    if order not in (DateOrder.EPOCH, DateOrder.EPOCH_MS, DateOrder.EXCEL):
        return read

    def read_figure(column: str, value: str) -> datetime:
        """A bare number of that size only: what is written as a date, or is too large, is for another form to read."""
        evidence = Evidence()
        evidence.add(value)
        if evidence.verdict().order is not order:
            raise BadCell(column, value, f"is no day or time such as {SHOWN[order]}")
        return read(column, value)

    return read_figure
