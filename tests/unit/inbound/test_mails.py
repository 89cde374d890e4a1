"""Is a dirty mail understood as far as it says one thing, and otherwise left to a person?"""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.inbound import Why
from wom_tui.domain.mail_words import own_words
from wom_tui.gateways.mail import MOST_READ
from wom_tui.inbound.mails import report_of

MAILS = Path(__file__).parents[2] / "data/mails"
TRUTH: dict[str, dict[str, Any]] = tomllib.loads((MAILS / "truth.toml").read_text(encoding="utf-8"))
HEAD = b"From: kim@example.org\r\nSubject: x\r\nMessage-ID: <1@example.org>\r\n"


def test_every_mail_of_the_corpus_has_its_truth() -> None:
    assert {path.name for path in MAILS.glob("*.eml")} == set(TRUTH)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_what_a_mail_says_is_what_its_writer_has_said(name: str) -> None:
    truth = TRUTH[name]

    report = report_of((MAILS / name).read_bytes(), name)

    assert len(report.claims) == truth["codes"]
    assert (report.doubt.why.value if report.doubt else None) == truth.get("why")
    assert (report.said.act.value if report.said else None) == truth.get("act")
    if report.said is not None and "words" in truth:
        assert report.said.words == truth["words"]
    if report.said is not None and "clock" in truth:
        assert report.said.clock == time.fromisoformat(truth["clock"])


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_same_mail_by_another_way_is_the_same(name: str) -> None:
    data = (MAILS / name).read_bytes()
    moved = b"Received: from elsewhere by there; Mon, 2 Mar 2026 09:05:00 -0500\r\n" + data
    if TRUTH[name].get("why") != Why.UNREADABLE:
        assert report_of(moved, "other.eml").command_id == report_of(data, name).command_id


def test_a_long_mail_is_read_at_its_beginning() -> None:
    picture = b"A" * 76 + b"\r\n"
    data = (MAILS / "iphone.eml").read_bytes().replace(b"/9j/4AAQ", picture * 2_000_000 + b"/9j/4AAQ")
    assert len(data) > 100_000_000

    report = report_of(data[:MOST_READ], "iphone.eml")

    assert report.said is not None


BOMBS = {
    "parts": b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + b"--b\r\n\r\nx\r\n" * 20_000,
    "levels": b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(3_000)
    ),
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 8_000,
    "a long head": b"Content-Type: text/plain; " + b"a=b; " * 40_000 + b"\r\n\r\ndone",
    "comments": b"Content-Type: " + b"(" * 1_900 + b"\r\n\r\ndone",
    "a long text": b"Content-Type: text/plain\r\n\r\n" + b"done " * 40_000,
    "a costly alphabet": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 10_000,
    "no head": b"\r\n" * 100_000,
    "one line": b"x" * 250_000,
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_no_mail(name: str) -> None:
    data = BOMBS[name] if name in ("no head", "one line") else HEAD + BOMBS[name]

    report = report_of(data, "bomb.eml")

    assert report.said is None
    assert report.doubt is not None
    assert report.claims == ()


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    report = report_of(HEAD + data, "any.eml")
    assert report.said is None or report.doubt is None or report.doubt.why is Why.AUTOMATIC


@given(st.text(max_size=300))
def test_own_words_are_never_more_than_was_written(text: str) -> None:
    lines = {line.rstrip() for line in text.splitlines()}
    assert {line for line in own_words(text).splitlines() if line} <= {line.strip() for line in lines} | lines
