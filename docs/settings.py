"""What can be set, for the reference: the place, the variable, what it holds."""

from __future__ import annotations

NOTIFY_SETTINGS = (
    (
        "`notify.endpoints.NAME`",
        "WOM_NOTIFY_ENDPOINTS_NAME",
        "where notifications go: `smtps://user:password@host` for `mail`, `https://…` for the others",
    ),
    ("`notify.secrets.NAME`", "WOM_NOTIFY_SECRETS_NAME", "what the webhook of that name is signed with"),
    ("`notify.addresses.NAME`", "WOM_NOTIFY_ADDRESSES_NAME", "who is meant by `address:NAME`"),
    ("`notify.country`", "WOM_NOTIFY_COUNTRY", "of telephone numbers that say none: `+1`"),
    ("`notify.chat_field`", "WOM_NOTIFY_CHAT_FIELD", "of the chat's JSON: `text`, `content` or `body`"),
    (
        "`notify.mail_an_hour`",
        "WOM_NOTIFY_MAIL_AN_HOUR",
        "so many to one recipient, the rest waits; 0: as many as there are; unset: 20",
    ),
    ("`notify.sms_an_hour`", "WOM_NOTIFY_SMS_AN_HOUR", "the same of short messages; unset: 5"),
    ("`notify.chat_an_hour`", "WOM_NOTIFY_CHAT_AN_HOUR", "the same of the chat; unset: 60"),
    ("`notify.timeout_s`", "WOM_NOTIFY_TIMEOUT_S", "seconds that one attempt takes at most; unset: 10"),
    ("`notify.private`", "WOM_NOTIFY_PRIVATE", "endpoints may be on this machine or in this network"),
)

SETTINGS = (
    ("`db`", "WOM_DB", "the database: a URL, or a path, which means SQLite"),
    ("`now`", "WOM_NOW", "what time it is, in demonstrations and tests only"),
    ("`console.look`", "WOM_CONSOLE_LOOK", "`dark`, `light`, `contrast`, `ansi` or `mono`"),
    ("`console.signs`", "WOM_CONSOLE_SIGNS", "`all`, or `ascii`: none outside of it"),
    ("`console.slow`", "WOM_CONSOLE_SLOW", "`on` or `off`; `auto`: measured when the console starts"),
    ("`console.mouse`", "WOM_CONSOLE_MOUSE", "the terminal tells where it points: `true` or `false`"),
    ("`console.notice_s`", "WOM_CONSOLE_NOTICE_S", "seconds that a notice stands; unset: 5"),
    (
        "`console.quiet_s`",
        "WOM_CONSOLE_QUIET_S",
        "seconds without a key before rows that have moved are put in their place; unset: 5",
    ),
    (
        "`console.map`",
        "WOM_CONSOLE_MAP",
        "`braille`, `blocks` or `letters`; unset: braille, or blocks on a Linux console",
    ),
    ("`console.presence`", "WOM_CONSOLE_PRESENCE", "others see who is here: `true` or `false`"),
    ("`geocoder.url`", "WOM_GEOCODER_URL", "the service that is asked where an address is; unset: none"),
    (
        "`geocoder.user_agent`",
        "WOM_GEOCODER_USER_AGENT",
        "who asks, with a way to reach you; needed with the url",
    ),
    ("`geocoder.timeout_s`", "WOM_GEOCODER_TIMEOUT_S", "seconds that its answer is waited for"),
    ("`geocoder.seconds_between`", "WOM_GEOCODER_SECONDS_BETWEEN", "two questions"),
    (
        "`travel.url`",
        "WOM_TRAVEL_URL",
        "a server that speaks like OSRM and says how long a drive takes; unset: none is asked",
    ),
    ("`travel.profile`", "WOM_TRAVEL_PROFILE", "of that server; unset: `driving`"),
    ("`travel.timeout_s`", "WOM_TRAVEL_TIMEOUT_S", "seconds that its answer is waited for; unset: 2"),
    (
        "`travel.places_at_once`",
        "WOM_TRAVEL_PLACES_AT_ONCE",
        "places that one question may name (its `--max-table-size`); unset: 100",
    ),
    (
        "`travel.hours`",
        "WOM_TRAVEL_HOURS",
        "slower hours of the local day: `7-9=1.3, 16-18=1.5`; unset: all alike",
    ),
    (
        "`words.dates`",
        "WOM_WORDS_DATES",
        "`day` (24 Nov, `24/11`), `month` (Nov 24, `11/24`) or `iso` (11-24); unset: 24 Nov, and `5/3` is refused",
    ),
    ("`words.clock`", "WOM_WORDS_CLOCK", "`24` (14:30) or `12` (2:30p); both are read always"),
    ("`words.distances`", "WOM_WORDS_DISTANCES", "`km` (40 m, 1.2 km) or `mi` (130 ft, 0.7 mi)"),
    ("`words.week`", "WOM_WORDS_WEEK", "the first day of a week, for `next week` and `next fri`: `monday`"),
    *NOTIFY_SETTINGS,
    ("`automation.console`", "WOM_AUTOMATION_CONSOLE", "an open console runs rules too: `true` or `false`"),
    (
        "`automation.calendars`",
        "WOM_AUTOMATION_CALENDARS",
        "folder in which whoever leads keeps technicians' calendars; unset: none",
    ),
    ("`inbound.folder`", "WOM_INBOUND_FOLDER", "reports and mails from the field are put there; unset: none"),
    (
        "`inbound.secret`",
        "WOM_INBOUND_SECRET",
        "signs the codes of mails: 16 characters or more; shown nowhere",
    ),
)
