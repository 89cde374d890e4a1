"""What does a mail say, and who says that they sent it? One file, read within limits; only its plain text counts.

Everything here was written by somebody outside. The file is looked at before the parser sees it: how many parts there
may be, how deep, how long a head; what is beyond is no mail for us. Nothing is decoded but text in a known alphabet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import EmailPolicy
from typing import Any

MOST_READ = 256 * 1024  # bytes of a mail: the answer stands at its beginning, pictures behind it
MOST_TEXT = 20_000  # bytes of one plain text
_MOST_HEAD = 2_000  # bytes of a line of the head that we read
_MOST_PARTS, _MOST_NESTED, _MOST_BOUNDS = 60, 8, 16
_BOUND = re.compile(rb"boundary", re.IGNORECASE)
_NESTED = re.compile(rb"message/", re.IGNORECASE)
_DASHES = re.compile(rb"^--", re.MULTILINE)
# Of what a mail may be written in: no codec that does more than reading letters.
_ALPHABETS = frozenset(
    {
        *(
            "us-ascii",
            "ascii",
            "utf-8",
            "utf8",
            "windows-1250",
            "windows-1251",
            "windows-1252",
            "windows-1253",
        ),
        *(f"iso-8859-{part}" for part in range(1, 17)),
        *(
            "koi8-r",
            "koi8-u",
            "gb2312",
            "gbk",
            "gb18030",
            "big5",
            "shift_jis",
            "euc-jp",
            "iso-2022-jp",
            "euc-kr",
        ),
    }
)


class BadMail(Exception):
    """It is no mail that could be read; says why."""


@dataclass(frozen=True)
class Mail:
    """What matters of a mail.

    Attributes:
        key: the same for the same mail, by whichever way it came in.
        sender: as the mail says; nothing proves it.
        texts: its plain texts, one after the other.
        is_automatic: no person wrote it.
    """

    key: str
    sender: str
    subject: str
    text: str
    is_automatic: bool


class _Policy(EmailPolicy):
    """The library's own, which looks at no head that is longer than heads are."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if len(value) > _MOST_HEAD:
            raise BadMail(f"its head {name[:40]!r} is too long")
        return super().header_fetch_parse(name, value)


def read_mail(data: bytes) -> Mail:
    """The mail in these bytes; of a long one its first `MOST_READ` are enough.

    Raises:
        BadMail: it is none, or none that is read.
    """
    data = data[:MOST_READ]
    _refuse_bombs(data)
    try:
        parsed = BytesParser(policy=_Policy()).parsebytes(data)
        assert isinstance(parsed, EmailMessage)
        text = "\n".join(_texts(parsed))
        subject, automatic = str(parsed.get("Subject", "")), str(parsed.get("Auto-Submitted", "no"))
    except BadMail:
        raise
    except Exception as error:  # the library raises what it likes where a mail is broken
        raise BadMail(f"it cannot be read: {type(error).__name__}") from error
    heads = {name.casefold(): str(value) for name, value in reversed(list(parsed.raw_items()))}
    if not heads:
        raise BadMail("it has no head")
    return Mail(
        key=_key(heads.get("message-id", ""), subject, text),
        sender=" ".join(heads.get("from", "").split())[:200],
        subject=subject,
        text=text,
        is_automatic=automatic.strip().casefold() != "no" or "x-autoreply" in heads,
    )


def _key(message_id: str, subject: str, text: str) -> str:
    """By what it says and what it calls itself: the ways that it took differ from copy to copy."""
    said = "\0".join((message_id.strip()[:400], subject, text))
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


def _refuse_bombs(data: bytes) -> None:
    """What would keep the parser busy: each part costs time, and each level of nesting costs it again for each line."""
    if len(_BOUND.findall(data)) > _MOST_BOUNDS or len(_DASHES.findall(data)) > 4 * _MOST_PARTS:
        raise BadMail("it has too many parts")
    if len(_NESTED.findall(data)) > _MOST_NESTED:
        raise BadMail("it is nested too deeply")


def _texts(part: EmailMessage, depth: int = 0) -> Iterator[str]:
    """Its plain texts that are no attachments; a mail that is attached is another mail."""
    if depth > _MOST_NESTED:
        raise BadMail("it is nested too deeply")
    if part.get_content_maintype() == "message":
        return
    if part.is_multipart():
        parts = list(part.iter_parts())
        if len(parts) > _MOST_PARTS:
            raise BadMail("it has too many parts")
        for one in parts:
            if isinstance(one, EmailMessage):
                yield from _texts(one, depth + 1)
        return
    if part.get_content_type() == "text/plain" and not part.is_attachment() and part.get_filename() is None:
        yield _text(part)


def _text(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise BadMail("its text is none")
    if len(content) > MOST_TEXT:
        raise BadMail(f"its text is longer than {MOST_TEXT:,} bytes")
    alphabet = (part.get_content_charset() or "utf-8").casefold()
    if alphabet not in _ALPHABETS:
        raise BadMail(f"it is written in {alphabet[:40]!r}, which is not read")
    return content.decode(alphabet, "replace")
