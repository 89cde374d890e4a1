"""What can an argument or an option hold? Reading, looking up and completing go by it."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What an argument or option holds; the completion goes by it."""

    TECHNICIAN = "technician"
    TIME = "time"
    DURATION = "duration"
    WINDOW = "window"
    PRIORITY = "priority"
    HOLD_REASON = "reason"
    CANCEL_REASON = "cancel reason"
    RESOLUTION_CODE = "code"
    COVER = "cover"
    ROLE = "role"
    ORDER = "number"
    WORK_TYPE = "work type"
    SITE = "site"
    POSITION = "position"
    CUSTOMER = "customer"
    PART = "part"
    STOCK_PLACE = "place"
    PURCHASE = "purchase"
    FILE = "file"
    MONEY = "money"
    COUNT = "count"
    LIST = "list"
    RECEIPT = "receipt"
    SKILL = "skill"
    DAYS = "days"
    NOUN = "noun"
    RECORD = "name"
    REQUEST_ACT = "act"
    REQUEST = "request"
    RULE_ACT = "rule act"
    RULE = "rule"
    ALERT_ACT = "alert act"
    ALERT = "alert"
    OUTBOX_ACT = "outbox act"
    TEXT = "text"


class Reading(StrEnum):
    """What is counted from, and what a day means, where an argument holds a time."""

    FROM_NOW = "from now"
    FROM_PLAN = "from plan"  # `+30m` is so much later than what is moved stands already
    OPENING = "opening"  # a day alone is when its calendar opens
