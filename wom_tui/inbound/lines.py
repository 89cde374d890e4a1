"""What does a line of a file say? One JSON object, as another system of the office writes it.

{"id": "sms-8812", "technician": "kim", "visit": "4417/1", "act": "arrived", "at": "2026-03-02T09:05:00-05:00"}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from wom_tui.domain.inbound import LINE, Why
from wom_tui.domain.reply_code import Claim, claims_in
from wom_tui.domain.report import WITH_WORDS, visit_label
from wom_tui.domain.report_words import Said, said_in
from wom_tui.errors import InvalidInput
from wom_tui.inbound.report import Doubt, Report

CLI = "cli"
MOST_FILE = 1_000_000  # bytes of a file
MOST_LINES = 1_000
_LONGEST_LINE = 8_000  # bytes
_FIELDS = frozenset({"id", "technician", "visit", "order", "act", "text", "at", "code"})
_LONGEST_ID = 100


def told_report(said: str, id: str, given: Mapping[str, str | None]) -> Report:
    """A report that another program of the office passes on, word by word.

    Args:
        given: technician, visit, code; as far as they are known.

    Raises:
        InvalidInput: one of these is none.
    """
    try:
        found = {"id": id, "act": said} | {name: value for name, value in given.items() if value is not None}
        told = _read(found)
    except _Bad as error:
        raise InvalidInput(
            "report", said, "ACT --technician CODE --visit 4417/1, or --code", why=str(error)
        ) from error
    return _report(told, said, CLI, CLI)


class _Bad(ValueError):
    """It says what it may not."""


def reports_in(data: bytes, source: str) -> Iterator[Report]:
    """The reports of a file, line by line; what cannot be read is one too, with its doubt."""
    digest = hashlib.sha256(data).hexdigest()
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.strip():
            yield read_line(line, f"{source}:{number}", f"{digest}:{number}")


def read_line(line: bytes, source: str, known_by: str = "") -> Report:
    """The report of a line.

    Args:
        known_by: what it is known by where it has no id of its own.
    """
    shown = line[:_LONGEST_LINE].decode("utf-8", "replace").strip()
    try:
        told = _told(line)
    except _Bad as error:
        why = Why.TOO_LONG if len(line) > _LONGEST_LINE else Why.UNREADABLE
        doubt = Doubt(why, str(error))
        return Report(id=f"{LINE}:{known_by or shown}", channel=LINE, source=source, text=shown, doubt=doubt)
    return _report(told, shown, source, LINE)


def _report(told: Mapping[str, Any], shown: str, source: str, channel: str) -> Report:
    said: Said | None = told["said"]
    return Report(
        id=f"{channel}:{told['id']}",
        channel=channel,
        source=source,
        sender=told.get("technician") or "",
        text=shown,
        said=said,
        at=told.get("at"),
        order=told.get("order"),
        ordinal=told.get("ordinal"),
        technician=told.get("technician"),
        claims=told["claims"],
        doubt=None if said else Doubt(Why.UNKNOWN, "its act, or what it says beside it, is not known"),
    )


def _told(line: bytes) -> dict[str, Any]:
    if len(line) > _LONGEST_LINE:
        raise _Bad(f"the line has more than {_LONGEST_LINE:,} bytes")
    return _read(_object(line))


def _read(found: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := sorted(found.keys() - _FIELDS):
        raise _Bad(f"nothing is known of {unknown[0][:40]!r}")
    told: dict[str, Any] = {"id": _text(found, "id", _LONGEST_ID)}
    if not told["id"].strip() or not told["id"].isprintable():
        raise _Bad("its id is empty, or cannot be shown")
    if "technician" in found:
        told["technician"] = _text(found, "technician", 100)
    for name in ("visit", "order"):
        if name in found:
            told["order"], told["ordinal"] = _label(found[name], name)
    if "at" in found:
        told["at"] = _moment(_text(found, "at", 40))
    code = _text(found, "code", 100) if "code" in found else ""
    told["claims"] = tuple(claims_in(code))
    if code and not told["claims"]:
        told["claims"] = (Claim(0, 0, ""),)  # it is meant to be one, and is not
    told["said"] = _said(
        _text(found, "act", 100), _text(found, "text", _LONGEST_LINE) if "text" in found else ""
    )
    return told


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_constant)
    except _Bad:
        raise
    except (ValueError, RecursionError) as error:
        raise _Bad("the line is no JSON object in UTF-8") from error
    if not isinstance(found, dict):
        raise _Bad("the line is no JSON object")
    return found


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Bad("it says something twice")
    return found


def _constant(word: str) -> Any:
    raise _Bad(f"{word} is no value")


def _text(found: Mapping[str, Any], name: str, longest: int) -> str:
    value = found.get(name)
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise _Bad(f"its {name} is no text of at most {longest:,} characters")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise _Bad(f"its {name} is no text") from error
    return value


def _label(value: Any, name: str) -> tuple[int, int | None]:
    said = str(value) if type(value) is int else value
    try:
        number, ordinal = visit_label(said if isinstance(said, str) else "")
    except InvalidInput:
        number, ordinal = 0, None
    if not number or (name == "order" and ordinal is not None):
        raise _Bad(f"its {name} is none: {'4417/1' if name == 'visit' else '4417'}")
    return number, ordinal


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise _Bad("its time is none: 2026-03-02T09:05:00-05:00") from error
    if at.tzinfo is None:
        raise _Bad("its time has no zone: 2026-03-02T09:05:00-05:00")
    return at


def _said(act: str, text: str) -> Said | None:
    """By the same words as a mail; a step with words beside it says more than is known."""
    said = said_in(f"{act}: {text}") if text.strip() else said_in(act)
    return said if said is None or said.act in WITH_WORDS or not text.strip() or said.clock else None
