"""What does a notification answer, whom does it tell and how, in words?"""

from __future__ import annotations

from typing import assert_never

from wom_tui.domain.subscription import Audience, Definition


def events_words(definition: Definition) -> str:
    """`visit.promised, moved by more than 15 min`."""
    kinds = " ".join(sorted(definition.kinds))
    if definition.moved is None:
        return kinds
    return f"{kinds}, moved by more than {round(definition.moved.total_seconds() / 60)} min"


def audience_words(definition: Definition) -> str:
    """`customer`, `role:manager`; empty where whoever is at the end of the endpoint is meant."""
    match definition.audience:
        case Audience.CUSTOMER | Audience.TECHNICIAN:
            return definition.audience.value
        case Audience.ROLE | Audience.ADDRESS:
            return f"{definition.audience.value}:{definition.detail}"
        case Audience.ENDPOINT:
            return ""
        case _ as never:
            assert_never(never)


def way_words(definition: Definition) -> str:
    """`sms`, `webhook:erp`."""
    channel = definition.channel.value
    return channel if definition.endpoint == channel else f"{channel}:{definition.endpoint}"


def quiet_words(definition: Definition) -> str:
    """`21:00-08:00`; empty where nobody is ever disturbed."""
    quiet = definition.quiet
    return "" if quiet is None else f"{quiet.begins:%H:%M}-{quiet.ends:%H:%M}"
