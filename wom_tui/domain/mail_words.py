"""Which words of a mail are its writer's own? Not what they answer, nor what their program puts below.

Cut too little, a report is not understood, and a person looks at it; nothing is ever added. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 400  # of an answer; what is longer is none
_WROTE = re.compile(
    r"(?:On|Am|Le|El|Il|Op|Den|Em) .{4,300}(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80}"
    r"|skrev.{0,80}|escreveu)\s*:",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"-{2,}\s*(?:Original Message|Forwarded message|Ursprüngliche Nachricht|Weitergeleitete Nachricht"
    r"|Message d.origine|Mensaje original)\s*-{2,}|_{10,}|\*?-{10,}\*?",
    re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:Sent from|Gesendet von|Envoyé de|Enviado desde|Inviato da|Get Outlook for|Verzonden vanaf)\b.{0,80}",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\*?(?:From|Von|De|Da|Van)\s?:\*?\s.+", re.IGNORECASE)
_HEAD_NEXT = re.compile(
    r"\*?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Para|Asunto)\s?:",
    re.IGNORECASE,
)
_SIGNATURE = frozenset({"--", "—", "––"})


def own_words(text: str) -> str:
    """The text without what it quotes and without its signature."""
    lines = [line.rstrip() for line in text.splitlines()[: MOST_LINES + 1]]
    kept: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place].strip()
        if line in _SIGNATURE or _CUT.fullmatch(line) or _SENT_FROM.fullmatch(line) or _is_head(lines, place):
            break
        if (told := _attribution(lines, place)) and not _quotes(lines, place + told):
            break  # what is below is the mail that is answered, without a mark on its lines
        place += told or 1
        if not told and not line.startswith(">"):
            kept.append(lines[place - 1])
    return "\n".join(kept).strip()


def _attribution(lines: Sequence[str], place: int) -> int:
    """How many lines say who wrote what is quoted below: programs break that line in two, or three."""
    for count in (1, 2, 3):
        if _WROTE.fullmatch(" ".join(line.strip() for line in lines[place : place + count])):
            return count
    return 0


def _quotes(lines: Sequence[str], place: int) -> bool:
    """The next line with something in it is quoted with a mark."""
    below = next((line.strip() for line in lines[place:] if line.strip()), "")
    return below.startswith(">")


def _is_head(lines: Sequence[str], place: int) -> bool:
    """The head of a mail that is quoted without a mark."""
    if not _HEAD.fullmatch(lines[place].strip()):
        return False
    return any(_HEAD_NEXT.match(line.strip()) for line in lines[place + 1 : place + 5])
