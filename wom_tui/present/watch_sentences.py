"""How are alerts, rules and the outbox told in sentences, to whoever listens?"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.alert import AlertStatus
from wom_tui.domain.rule import Outcome
from wom_tui.domain.words import some
from wom_tui.present.alert_list import holder_words
from wom_tui.present.at import At
from wom_tui.present.durations import duration, minutes_of, moment
from wom_tui.present.labels import ASCII
from wom_tui.present.outbox_list import STATES, way_words
from wom_tui.present.rule_list import STANDINGS, says_words, when_words
from wom_tui.present.safe_text import safe
from wom_tui.queries.alerts import AlertRow
from wom_tui.queries.outbox_seen import OutboxRow
from wom_tui.queries.rules_seen import RuleSeen


def alert_sentence(row: AlertRow, now: datetime, zone: ZoneInfo) -> str:
    """`Alert 12, critical, order 4417, since 0:18: 90 % of the time …, with ann.`"""
    age = duration(minutes_of(now - row.raised_at))
    held = holder_words(row, At(now, zone, ASCII))
    if row.status == AlertStatus.SNOOZED.value:
        held = f"put away {held}"
    told = [f"Alert {row.number}", row.severity, safe(row.about), f"for {age}: {safe(row.says)}", held]
    return f"{', '.join(part for part in told if part)}."


def rule_sentence(seen: RuleSeen, now: datetime, zone: ZoneInfo) -> str:
    """`Rule due-soon-first, on, 2 h before resolve due: …; did something 3 times today, 2 orders wait.`"""
    told = [f"Rule {safe(seen.name)}", STANDINGS[seen.standing].word, when_words(seen)]
    head = f"{', '.join(told)}: {safe(says_words(seen)).rstrip('.')}"
    more = []
    if done := seen.today.get(Outcome.DONE, 0):
        more.append(f"{some(done, 'act')} today")
    if refused := seen.today.get(Outcome.REFUSED, 0):
        more.append(f"{refused} refused")
    if seen.held:
        more.append(f"{some(seen.held, 'order')} held")
    if seen.next_at is not None:
        more.append(f"next {moment(seen.next_at, now, zone)}")
    return f"{'; '.join([head, *([', '.join(more)] if more else [])])}."


def message_sentence(row: OutboxRow, now: datetime, zone: ZoneInfo) -> str:
    """`Message 4f1c2a9b, dead, to K. Byrne by mail, order 4417, promise-moved, 14:05, 8 attempts: no such address.`"""
    one = row.outgoing
    told = [
        *(
            f"Message {one.dedupe_key[:8]}",
            STATES[row.state].word,
            f"to {safe(row.to)} by {safe(way_words(row))}",
        ),
        f"order {one.order_id}" if one.order_id is not None else "",
        *(safe(one.subscription), moment(row.moment, now, zone)),
        some(one.attempts, "attempt") if one.attempts else "",
    ]
    why = f": {safe(one.said)}" if one.said else ""
    return f"{', '.join(part for part in told if part)}{why}."
