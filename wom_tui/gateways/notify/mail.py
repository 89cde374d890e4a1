"""How does a mail leave? Through an SMTP server, encrypted, with a Message-ID that stays the same at every attempt."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from wom_tui.domain.letter import LONGEST_SUBJECT, mail_address
from wom_tui.domain.texts import shortened
from wom_tui.gateways.notify.outlet import Answer, Fate, Parcel, told

_PORTS = {"smtp": 587, "smtps": 465}
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # where nothing on the way could read it


@dataclass(frozen=True)
class Mail:
    """A mail server: `smtps://user:password@host:465/?from=desk@example.org`.

    Attributes:
        url: `smtp://` begins in the clear and has to offer STARTTLS, unless the server is on this machine.
        timeout_s: of every step.
    """

    url: str
    timeout_s: float = 10.0

    def send(self, parcel: Parcel) -> Answer:
        parts = urlsplit(self.url)
        password = unquote(parts.password or "")
        try:
            message = self._message(parcel, parts)
        except (MessageError, ValueError) as error:
            return Answer(Fate.NEVER, told(error, password), is_unheard=True)
        is_begun = False
        try:
            with _session(parts, self.timeout_s) as server:
                is_begun = True
                server.send_message(message)
                return Answer(Fate.SENT)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            return _answer(code, said, password)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused) as error:
            # Every other message would hear the same: it is our own name that is not known there.
            return Answer(Fate.LATER, told(_words(error.smtp_error), password), is_down=True, is_unheard=True)
        except smtplib.SMTPResponseException as error:
            return _answer(error.smtp_code, error.smtp_error, password)
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Fate.LATER, told(error, password), is_down=True, is_unheard=not is_begun)

    def shown(self, parcel: Parcel) -> str:
        return self._message(parcel, urlsplit(self.url)).as_bytes().decode("utf-8", "replace")

    def _message(self, parcel: Parcel, parts: SplitResult) -> EmailMessage:
        sender = _sender(parts)
        message = EmailMessage(policy=SMTP)
        message["From"] = sender
        message["To"] = parcel.to
        message["Subject"] = shortened(parcel.subject, LONGEST_SUBJECT)
        message["Date"] = format_datetime(parcel.written_at)
        message["Message-ID"] = f"<{parcel.key}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # no absence notice answers it
        message.set_content(parcel.body)
        return message


def _sender(parts: SplitResult) -> str:
    """Who writes: as the address of the server says, or its user."""
    said = parse_qs(parts.query).get("from", [unquote(parts.username or "")])[0]
    return mail_address(said) or mail_address(f"{said or 'wom'}@{parts.hostname}") or "wom@localhost"


@contextmanager
def _session(parts: SplitResult, timeout_s: float) -> Iterator[smtplib.SMTP]:
    host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
    # Else a name server is asked who we are, which may take long.
    own_name = _sender(parts).rpartition("@")[2]
    context = ssl.create_default_context()
    server: smtplib.SMTP
    if parts.scheme == "smtps":
        server = smtplib.SMTP_SSL(host, port, own_name, timeout=timeout_s, context=context)
    else:
        server = smtplib.SMTP(host, port, own_name, timeout=timeout_s)
    try:
        if parts.scheme == "smtp" and host not in _HERE:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
        _leave(server)
    finally:
        server.close()


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the message is theirs already, whatever they answer to that."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()


def _answer(code: int, said: bytes | str, password: str) -> Answer:
    """What a code means: 5xx is a no for ever, anything else is a no for now."""
    fate = Fate.NEVER if 500 <= code < 600 else Fate.LATER
    return Answer(fate, told(f"answered {code} {_words(said)}".strip(), password), is_unheard=True)


def _words(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
