"""Which way out has which name? As the settings say; where they name none, a message waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from wom_tui.domain.subscription import Channel
from wom_tui.gateways.notify.outlet import Outlet, address_shown

Finder = Callable[[Channel, str], Outlet | None]


@dataclass(frozen=True)
class Outlets:
    """The endpoints of the settings.

    Attributes:
        endpoints, secrets: by name; never shown whole.
    """

    endpoints: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    chat_field: str = "text"
    timeout_s: float = 10.0
    may_be_private: bool = False

    def __call__(self, channel: Channel, name: str) -> Outlet | None:
        """The way out of that name; None where there is none, or where it is of another kind."""
        url = self.endpoints.get(name)
        if url is None or not self.fits(channel, url):
            return None
        if channel is Channel.MAIL:
            from wom_tui.gateways.notify.mail import Mail

            return Mail(url, self.timeout_s)
        from wom_tui.gateways.notify.post import Post, as_chat, as_document, as_sms

        bodies = {Channel.SMS: as_sms, Channel.CHAT: as_chat(self.chat_field), Channel.WEBHOOK: as_document}
        return Post(url, bodies[channel], self.secrets.get(name, ""), self.timeout_s, self.may_be_private)

    @staticmethod
    def fits(channel: Channel, url: str) -> bool:
        """The address is of the kind that the channel needs."""
        return (urlsplit(url).scheme in ("smtp", "smtps")) is (channel is Channel.MAIL)

    def why_not(self, channel: Channel, name: str) -> str:
        """Why there is no such way out."""
        if name not in self.endpoints:
            return f"notify.endpoints.{name} is not in the settings"
        kind = "smtps://…" if channel is Channel.MAIL else "https://…"
        return (
            f"notify.endpoints.{name} is {address_shown(self.endpoints[name])}; {channel.value} needs {kind}"
        )
