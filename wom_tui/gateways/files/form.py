"""Which form does a file have? Its first bytes say so, and where these leave it open, its name."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How a table is written down."""

    CSV = "csv"  # any separator
    XLSX = "xlsx"
    JSON = "json"
    NDJSON = "ndjson"  # one object a line
    XML = "xml"
    PARQUET = "parquet"  # written, never read


_ZIP = b"PK\x03\x04"
_PARQUET = b"PAR1"
_BLANKS = b" \t\r\n\xef\xbb\xbf"


def form_of(name: str, start: bytes) -> Form:
    """The form of a file, by its name and how it begins."""
    name = name.casefold().removesuffix(".gz")
    if start.startswith(_ZIP):
        return Form.XLSX
    if start.startswith(_PARQUET):
        return Form.PARQUET
    first = start.lstrip(_BLANKS)[:1]
    if first == b"<":
        return Form.XML
    if name.endswith((".ndjson", ".jsonl")):
        return Form.NDJSON
    if first == b"[" and not name.endswith((".csv", ".tsv", ".txt")):
        return Form.JSON
    if first == b"{":
        return Form.NDJSON if _is_one_a_line(start) and not name.endswith(".json") else Form.JSON
    return Form.CSV


def _is_one_a_line(start: bytes) -> bool:
    """The first line is a whole object, and another one begins on the next."""
    lines = start.lstrip(_BLANKS).splitlines()
    return len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip().startswith(b"{")
