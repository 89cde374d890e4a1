"""How does a message read in the reader's language? Its English text is its name in the catalogue.

In the code a message is a plain text or an f-string, where it arises. Only where a catalogue is in use are these calls
in their place: see `i18n/loading.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol


class Translations(Protocol):
    """A catalogue, as the standard library's `gettext` reads it."""

    def gettext(self, message: str) -> str: ...
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


class _English:
    """What the code says is what is said."""

    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n == 1 else msgid2


class _Spoken:
    """What this process speaks: set once, before anything else is loaded."""

    catalogue: Translations = _English()


def use(catalogue: Translations) -> None:
    """Say everything by this catalogue from now on."""
    _Spoken.catalogue = catalogue


def languages(environment: Mapping[str, str]) -> Iterator[str]:
    """The reader's languages, best first, by the variables that all programs go by; none where he reads English."""
    variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    told = next((environment[name] for name in variables if environment.get(name)), "")
    for language in told.split(":"):
        if language.partition(".")[0].partition("_")[0] in ("", "C", "POSIX", "en"):
            return
        yield language


def message(template: str, /, **values: Any) -> str:
    """A message with its values put in.

    Args:
        template: English, with places as `str.format` has them.
    """
    said = _Spoken.catalogue.gettext(template)
    if not values:
        return said
    try:
        return said.format(**values)
    except (
        KeyError,
        IndexError,
        ValueError,
    ):  # the translation has a place that there is not: better English
        return template.format(**values)


def counted(one: str, many: str, number: int) -> str:
    """The word that goes with so many: `row` or `rows`."""
    return _Spoken.catalogue.ngettext(one, many, number)
