"""What was set up once: which database, which looks? Defaults, then the settings file, then `WOM_*`.

The file is `wom/config.toml` in the user's configuration folder, or the one that WOM_CONFIG names.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from wom_tui.errors import InvalidInput
from wom_tui.folders import config_folder

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from wom_tui.config_file import Said

C = TypeVar("C", bound="DataclassInstance")
ASCII_SIGNS = "ascii"
Troubles = list[tuple[str, InvalidInput]]


@dataclass(frozen=True)
class ConsoleConfig:
    """How the console looks.

    Attributes:
        look: dark, light, contrast, ansi or mono; empty = what the terminal has colours for.
        signs: all, or ascii: none outside of ASCII.
        slow: on or off; auto = measured when the console starts.
        mouse: the terminal tells where it points.
        notice_s: seconds that a notice stands which goes by itself.
        quiet_s: seconds without a key before rows that have moved are put in their place.
        map: what the map is drawn with: braille, blocks or letters; empty = braille, or blocks on a Linux console,
            whose font has no braille.
        presence: the other consoles at the database are told who is here and which order is open.
    """

    look: str = ""
    signs: str = "all"
    slow: str = "auto"
    mouse: bool = True
    notice_s: float = 5.0
    quiet_s: float = 5.0
    map: str = ""
    presence: bool = True

    @property
    def is_ascii(self) -> bool:
        """No sign outside of ASCII."""
        return self.signs == ASCII_SIGNS


@dataclass(frozen=True)
class GeocoderConfig:
    """Which service is asked where an address is. Off until `url` and `user_agent` are set.

    Attributes:
        url: a service that speaks like Nominatim, such as https://nominatim.example.org; empty = none is asked.
        user_agent: who asks, with a way to reach you: most services refuse those who do not say.
        timeout_s: seconds that an answer is waited for.
        seconds_between: two questions; as slow as the service wants it.
    """

    url: str = ""
    user_agent: str = ""
    timeout_s: float = 5.0
    seconds_between: float = 1.0


@dataclass(frozen=True)
class TravelConfig:
    """How long a drive takes. Without `url` no server is asked.

    Attributes:
        url: a server that speaks like OSRM, such as http://127.0.0.1:5000; empty = none is asked.
        profile: of that server.
        timeout_s: seconds that an answer is waited for; then the estimate stands in.
        places_at_once: how many places one question may name (the server's `--max-table-size`).
        hours: slower hours of the local day, such as 7-9=1.3, 16-18=1.5; empty = all alike.
    """

    url: str = ""
    profile: str = "driving"
    timeout_s: float = 2.0
    places_at_once: int = 100
    hours: str = ""


@dataclass(frozen=True)
class WordsConfig:
    """How days, times of day and distances are written, by whoever sets it.

    Attributes:
        dates: day (24 Nov, 24/11), month (Nov 24, 11/24) or iso (2026-11-24); empty = 24 Nov, and `5/3` is not guessed.
        clock: 24 or 12 hours.
        distances: km or mi.
        week: the day with which a week begins.
    """

    dates: str = ""
    clock: int = 24
    distances: str = "km"
    week: str = "monday"


@dataclass(frozen=True)
class AutomationConfig:
    """Who runs the office's rules.

    Attributes:
        console: an open console takes its turn; off = only `wom engine` does.
        calendars: folder in which whoever leads keeps technicians' calendars (ics); empty = none are kept.
    """

    console: bool = True
    calendars: str = ""


@dataclass(frozen=True)
class NotifyConfig:
    """How what is to leave the house leaves it. The addresses below hold passwords: they are never shown whole.

    Attributes:
        endpoints: by name (`mail`, `sms`, `chat`, `webhook`, or one of your own): smtps://user:password@host for mail,
            https://… for the others.
        secrets: by the same names: what webhooks are signed with.
        addresses: of people and lists that notifications name as address:NAME.
        country: of telephone numbers that say none, such as +1; empty = those reach nobody.
        chat_field: where the chat looks for the text: text (Slack, Mattermost, Google Chat), content (Discord), body.
        mail_an_hour, sms_an_hour, chat_an_hour: so many to one recipient, the rest waits; 0 = as many as there are.
        timeout_s: seconds that one attempt takes at most.
        private: endpoints may be on this machine or in this network.
    """

    endpoints: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    country: str = ""
    chat_field: str = "text"
    mail_an_hour: int = 20
    sms_an_hour: int = 5
    chat_an_hour: int = 60
    timeout_s: float = 10.0
    private: bool = False


@dataclass(frozen=True)
class InboundConfig:
    """What comes in from the field without a console.

    Attributes:
        folder: files with reports and mails are put there; empty = none are taken in by the engine.
        secret: signs the codes by which a mail is believed; at least 16 characters that nobody can guess.
    """

    folder: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Config:
    """Everything that can be set. A variable is named after its place: `console.look` is WOM_CONSOLE_LOOK.

    Attributes:
        db: address of the database: a URL, or a path (SQLite); empty = a file in the user's data folder.
        now: business time instead of the clock's; in demonstrations and tests only.
    """

    db: str = ""
    now: str = ""
    console: ConsoleConfig = field(default_factory=ConsoleConfig)
    geocoder: GeocoderConfig = field(default_factory=GeocoderConfig)
    travel: TravelConfig = field(default_factory=TravelConfig)
    words: WordsConfig = field(default_factory=WordsConfig)
    automation: AutomationConfig = field(default_factory=AutomationConfig)
    notify: NotifyConfig = field(default_factory=NotifyConfig)
    inbound: InboundConfig = field(default_factory=InboundConfig)


_GROUPS = frozenset(f.name for f in fields(Config) if is_dataclass(getattr(Config(), f.name)))


@dataclass(frozen=True)
class Reading:
    """The settings as far as they can be read.

    Attributes:
        troubles: what cannot be, by the place that it is about; there the default holds. `""` = nobody knows which.
    """

    config: Config
    troubles: tuple[tuple[str, InvalidInput], ...] = ()

    @property
    def whole(self) -> Config:
        """All of them.

        Raises:
            InvalidInput: the first that cannot be read; names the line, and the nearest that there is.
        """
        for _, trouble in self.troubles:
            raise trouble
        return self.config

    def certain_of(self, place: str) -> Config:
        """The settings, with what is said of a place among them.

        Raises:
            InvalidInput: something may be said of it that cannot be read.
        """
        for about, trouble in self.troubles:
            if about in (place, ""):
                raise trouble
        return self.config


def read_settings(environ: Mapping[str, str] | None = None) -> Reading:
    """Return what can be read of the settings, and what cannot.

    Args:
        environ: variables; those of the process unless given.
    """
    given = os.environ if environ is None else environ
    troubles: Troubles = []
    config, said = Config(), _said(settings_file(given))
    if said is not None:
        troubles += said.broken
        config = _filled(config, said.table, "", said, troubles)
    config = _from_variables(config, given, "WOM", "", troubles)
    return Reading(config, tuple(troubles))


def value_at(config: Config, place: str) -> Any:
    """What is set at a place such as `console.look`."""
    found: Any = config
    for name in place.split("."):
        found = getattr(found, name)
    return found


def with_value(config: Config, place: str, value: object) -> Config:
    """The settings with another value at a place of a group, such as `console.look`."""
    group, _, name = place.partition(".")
    changed: dict[str, Any] = {group: replace(getattr(config, group), **{name: value})}
    return replace(config, **changed)


def told_by(environ: Mapping[str, str]) -> dict[str, str]:
    """Who says what is set, by its place: the name of a variable, or the settings file's; defaults are not in it."""
    path = settings_file(environ)
    said = _said(path)
    written = said.table if said is not None else {}
    told: dict[str, str] = {}
    for group in (f.name for f in fields(Config)):
        table = written.get(group)
        if isinstance(table, dict):
            told |= {f"{group}.{name}": str(path) for name in table}
        names = [f.name for f in fields(getattr(Config(), group))] if group in _GROUPS else []
        variables = {f"{group}.{name}": f"WOM_{group}_{name}".upper() for name in names}
        told |= {place: variable for place, variable in variables.items() if variable in environ}
    return told


def os_user() -> str:
    """The name under which the operating system knows who runs this; never what a variable says."""
    try:
        import pwd
    except ImportError:  # not a Unix
        return os.getlogin()
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container's user may have no name
        return f"uid-{os.geteuid()}"


def settings_file(environ: Mapping[str, str]) -> Path:
    """Where the settings file is, or would be."""
    if named := environ.get("WOM_CONFIG"):
        return Path(named).expanduser()
    return config_folder(environ) / "config.toml"


def _said(path: Path) -> Said | None:
    """What the file says; None where there is none, as for most people, who need no reader of TOML then."""
    if not os.path.lexists(path):
        return None
    from wom_tui.config_file import read_file

    return read_file(path)


def _filled(config: C, table: Mapping[str, Any], group: str, said: Said, troubles: Troubles) -> C:
    """The settings with what a table sets, as far as they can be set so."""
    known: dict[str, Any] = {f.name: getattr(config, f.name) for f in fields(config)}
    for name, value in table.items():
        place = f"{group}{name}"
        try:
            if name not in known:
                near = get_close_matches(name, known) or list(known)
                raise InvalidInput(said.where(place), name, f"one of {', '.join(near)}")
            if place in _GROUPS and isinstance(value, dict):
                known[name] = _filled(known[name], value, f"{place}.", said, troubles)
            else:
                known[name] = _set(said.where(place), place, value, known[name])
        except InvalidInput as trouble:
            troubles.append((place, trouble))
    return replace(config, **known)


def _set(where: str, place: str, value: Any, before: object) -> object:
    """The value, as the setting holds it.

    Raises:
        InvalidInput: it is of another kind, or nothing that can be set there.
    """
    from wom_tui.domain.setting_values import check_setting, is_secret

    if isinstance(before, float) and type(value) is int:
        value = float(value)
    if type(value) is not type(before):
        raise InvalidInput(where, "…" if is_secret(place) else value, f"a value such as {before!r}")
    try:
        check_setting(place, value)
    except InvalidInput as error:
        raise InvalidInput(where, error.value, error.expected) from None
    return value


def _from_variables(config: C, environ: Mapping[str, str], prefix: str, group: str, troubles: Troubles) -> C:
    """The settings with what variables set, as far as they can be set so."""
    changed: dict[str, Any] = {}
    for f in fields(config):
        before, name, place = getattr(config, f.name), f"{prefix}_{f.name.upper()}", f"{group}{f.name}"
        if place in _GROUPS:
            changed[f.name] = _from_variables(before, environ, name, f"{place}.", troubles)
        elif isinstance(before, dict):
            changed[f.name] = _names_from_variables(before, environ, name, place, troubles)
        elif (said := environ.get(name)) is not None:
            try:
                changed[f.name] = _set(name, place, _as_set(name, said, before), before)
            except InvalidInput as trouble:
                troubles.append((place, trouble))
    return replace(config, **changed)


def _names_from_variables(
    before: Mapping[str, str], environ: Mapping[str, str], prefix: str, place: str, troubles: Troubles
) -> dict[str, str]:
    """A table of names, with those that variables set: `WOM_NOTIFY_ENDPOINTS_SMS` is the one called `sms`."""
    found = dict(before)
    for variable, said in environ.items():
        name = variable.removeprefix(f"{prefix}_").lower()
        if variable.startswith(f"{prefix}_") and name:
            try:
                found |= cast("dict[str, str]", _set(variable, place, {name: said}, before))
            except InvalidInput as trouble:
                troubles.append((place, trouble))
    return found


def _as_set(name: str, said: str, before: object) -> object:
    """What a variable says, as the setting holds it."""
    if isinstance(before, bool):
        return _flag(name, said)
    if isinstance(before, float):
        try:
            return float(said)
        except ValueError:
            raise InvalidInput(name, said, f"a number such as {before}") from None
    if not isinstance(before, int):
        return said
    if not (said.isascii() and said.isdecimal()):
        raise InvalidInput(name, said, "a number")
    return int(said)


def _flag(name: str, said: str) -> bool:
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
        "": False,
    }
    if said.lower() not in words:
        raise InvalidInput(name, said, "yes or no")
    return words[said.lower()]
