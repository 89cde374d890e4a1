"""What does a mail report? What its writer says above what they answer, and by which code."""

from __future__ import annotations

import hashlib

from wom_tui.domain.inbound import Why
from wom_tui.domain.mail_words import MOST_LINES, own_words
from wom_tui.domain.reply_code import CODE, claims_in
from wom_tui.domain.report_words import said_in
from wom_tui.gateways.mail import BadMail, read_mail
from wom_tui.inbound.report import Doubt, Report

MAIL = "mail"


def report_of(data: bytes, source: str) -> Report:
    """The report of a mail; what cannot be read is one too, with its doubt."""
    try:
        mail = read_mail(data)
    except BadMail as error:
        digest = hashlib.sha256(data).hexdigest()
        return Report(
            id=f"{MAIL}:{digest}",
            channel=MAIL,
            source=source,
            text="",
            doubt=Doubt(Why.UNREADABLE, str(error)),
        )
    claims = tuple(claims_in(f"{mail.subject}\n{mail.text}"))
    words = "\n".join(
        line for line in map(_without_code, own_words(mail.text).split("\n")) if line is not None
    )
    said = said_in(words)
    doubt: Doubt | None = None
    if mail.is_automatic:
        doubt = Doubt(Why.AUTOMATIC, "no person wrote it: it says itself that it is an automatic answer")
    elif len(mail.text.splitlines()) > MOST_LINES and said is None:
        doubt = Doubt(Why.TOO_LONG, f"it has more than {MOST_LINES} lines")
    elif said is None:
        doubt = Doubt(Why.UNKNOWN, "what it says is not one thing that is known, and nothing else")
    return Report(
        id=f"{MAIL}:{mail.key}",
        channel=MAIL,
        source=source,
        sender=mail.sender,
        text="\n".join(part for part in (mail.subject.strip(), words.strip()) if part),
        said=said,
        claims=claims,
        doubt=doubt,
    )


def _without_code(line: str) -> str | None:
    """The line without codes; None where nothing else stood there."""
    left = CODE.sub("", line)
    if left == line:
        return line
    return left.strip() if left.strip(" \t:.,;()[]<>*").casefold() not in ("", "code", "reply code") else None
