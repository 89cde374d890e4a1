"""How a file becomes a table: find out what it is, then read its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import assert_never

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import delimited, markup, objects, raw, workbook
from wom_tui.gateways.files.form import Form, form_of
from wom_tui.gateways.files.sheet import Line, Sheet, few_enough


def open_sheet(path: Path, *, wanted: Collection[str] = (), may_be_empty: bool = False) -> Sheet:
    """Read the file through: what is it?

    Args:
        wanted: columns that somebody will ask for. Where there is a choice (of the separator, of the header's line,
            of a workbook's sheet), the one with most of them is taken.
        may_be_empty: a list without any objects is taken, as an export without any rows writes it.

    Raises:
        InvalidInput: there is no such file, or it is no table in a form that is known.
        GatewayError: it is damaged.
    """
    content = raw.survey(path)
    form = form_of(path.name, content.start)
    match form:
        case Form.CSV:
            sheet = delimited.open_csv(path, content, frozenset(wanted))
        case Form.XLSX:
            sheet = workbook.open_workbook(path, content, frozenset(wanted))
        case Form.JSON | Form.NDJSON:
            sheet = objects.open_objects(path, content, form)
        case Form.XML:
            sheet = markup.open_markup(path, content)
        case Form.PARQUET:
            raise InvalidInput("file", path.name, "csv, xlsx, JSON or XML: parquet is only written")
        case _:
            assert_never(form)
    if not any(sheet.header) and not (may_be_empty and form in (Form.JSON, Form.NDJSON)):
        raise InvalidInput("file", path.name, "a table with a header")
    few_enough(sheet.columns, path.name)
    return sheet


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header. Blank lines are no rows.

    Raises:
        GatewayError: the file is damaged.
    """
    match sheet.form:
        case Form.CSV:
            return delimited.csv_lines(sheet)
        case Form.XLSX:
            return workbook.workbook_lines(sheet)
        case Form.JSON | Form.NDJSON:
            return objects.object_lines(sheet)
        case Form.XML:
            return markup.markup_lines(sheet)
        case Form.PARQUET:
            return iter(())  # no sheet is of this form
        case _:
            assert_never(sheet.form)
