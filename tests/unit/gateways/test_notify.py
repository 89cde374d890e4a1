"""What becomes of a message at servers that take, refuse, hang, lie and hang up? Against real ones, on this machine."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.endpoints import hook_server, mail_server
from wom_tui.domain.subscription import PLACES, Channel
from wom_tui.gateways.notify.mail import Mail
from wom_tui.gateways.notify.outlet import Answer, Fate, Parcel, address_shown
from wom_tui.gateways.notify.outlets import Outlets
from wom_tui.gateways.notify.post import Post, _is_public, as_chat, as_document, as_sms
from wom_tui.gateways.notify.signature import signature
from wom_tui.gateways.notify.within import within
from wom_tui.presets.shipped import shipped_notifications

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MAIL = Parcel(
    key="k" * 32, written_at=AT, to="dana@acme.example", subject="We come", body="At 10:00 — grüße."
)
HOOK = Parcel(key="a1" * 16, written_at=AT, document='{"kind": "visit.promised"}')
SECRET = "a secret that nobody guesses"


def posting(url: str, **given: Any) -> Post:
    usual: dict[str, Any] = {"timeout_s": 0.5, "may_be_private": True}
    return Post(url, as_document, **(usual | given))


# mail


def test_a_mail_arrives_with_an_id_that_is_its_key() -> None:
    with mail_server() as box:
        answer = Mail(box.url).send(MAIL)

    assert answer == Answer(Fate.SENT)
    (mail,) = box.came
    assert mail["From"] == "desk@wom.example"
    assert (mail["To"], mail["Subject"]) == ("dana@acme.example", "We come")
    assert mail["Message-ID"] == f"<{'k' * 32}@wom.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == "At 10:00 — grüße."


@pytest.mark.parametrize(
    ("reply", "fate"),
    [("451 greylisted", Fate.LATER), ("552 too large", Fate.NEVER), ("421 closing", Fate.LATER)],
)
def test_a_mail_server_says_whether_to_come_again(reply: str, fate: Fate) -> None:
    with mail_server(replies=deque([reply])) as box:
        answer = Mail(box.url).send(MAIL)

    assert (answer.fate, answer.said, answer.may_be_heard) == (fate, f"answered {reply}", False)


def test_an_unknown_recipient_is_a_no_for_ever() -> None:
    with mail_server(refused=frozenset({"dana@acme.example"})) as box:
        assert Mail(box.url).send(MAIL) == Answer(Fate.NEVER, "answered 550 no such user", is_unheard=True)


def test_a_server_that_hangs_up_after_the_data_may_have_it_and_gets_it_again_with_the_same_id() -> None:
    with mail_server(replies=deque(["drop"])) as box:
        first, second = (Mail(box.url).send(MAIL) for _ in range(2))

    assert (first.fate, first.is_down, second.fate) == (Fate.LATER, True, Fate.SENT)
    assert first.may_be_heard
    assert len(box.came) == 2
    assert len(set(box.ids)) == 1


def test_a_mail_server_that_hangs_is_left() -> None:
    with mail_server(replies=deque(["hang"])) as box:
        answer = Mail(box.url, timeout_s=0.2).send(MAIL)

    assert (answer.fate, answer.is_down) == (Fate.LATER, True)


def test_nobody_at_the_port_is_no_end() -> None:
    answer = Mail("smtp://127.0.0.1:1").send(MAIL)

    assert (answer.fate, answer.is_down) == (Fate.LATER, True)


def test_a_password_is_given_and_never_told() -> None:
    with mail_server(users={"desk": "s3cret-of-mail"}) as box:
        assert Mail(box.url).send(MAIL).fate is Fate.SENT
        wrong = box.url.replace("s3cret-of-mail", "wrong-password")
        answer = Mail(wrong).send(MAIL)

    assert (answer.fate, answer.is_down) == (Fate.LATER, True)
    assert "wrong-password" not in answer.said
    assert "s3cret" not in Mail(box.url).shown(MAIL)


def test_a_mail_leaves_the_machine_encrypted_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.gateways.notify.mail._HERE", frozenset())
    with mail_server() as box:  # which offers no STARTTLS
        answer = Mail(box.url).send(MAIL)

    assert (answer.fate, answer.is_down, box.came) == (Fate.LATER, True, [])


@pytest.mark.parametrize("field", ["to", "subject"])
def test_no_line_break_becomes_a_header(field: str) -> None:
    evil = Parcel(**{**vars(MAIL), field: "a@b.example\r\nBcc: all@acme.example"})
    with mail_server() as box:
        answer = Mail(box.url).send(evil)

    assert (answer.fate, box.came) == (Fate.NEVER, [])


# webhooks


def test_a_webhook_is_signed_and_has_its_key() -> None:
    with hook_server() as hooks:
        answer = posting(hooks.url, secret=SECRET, clock=lambda: 1_772_460_000.0).send(HOOK)

    assert answer == Answer(Fate.SENT)
    (came,) = hooks.came
    assert came.path == "/hook"
    assert came.headers["Idempotency-Key"] == HOOK.key
    assert came.headers["Content-Type"] == "application/json"
    assert came.headers["Wom-Signature"] == signature(SECRET, came.body, 1_772_460_000)
    assert came.body == HOOK.document.encode()


@pytest.mark.parametrize(
    ("status", "fate", "is_down"),
    [
        *((status, Fate.SENT, False) for status in (200, 202, 204)),
        *((status, Fate.NEVER, False) for status in (301, 302, 307, 400, 413, 422)),
        *((status, Fate.LATER, True) for status in (401, 404, 410, 429, 500, 503)),
        *((status, Fate.LATER, False) for status in (408, 409, 425)),
    ],
)
def test_a_status_says_whether_to_come_again(status: int, fate: Fate, is_down: bool) -> None:
    with hook_server(replies=deque([status]), headers={"Location": "http://127.0.0.1:1/"}, said=b"") as hooks:
        answer = posting(hooks.url).send(HOOK)

    assert (answer.fate, answer.is_down) == (fate, is_down)
    assert answer.may_be_heard is (status < 300 or status >= 500 or status in (408, 409, 425))
    assert answer.said.startswith(f"answered {status}") is (fate is not Fate.SENT)
    assert len(hooks.came) == 1


@pytest.mark.parametrize("reply", ["hang", "drop", "lie"])
def test_an_endpoint_that_is_broken_is_asked_again_later(reply: str) -> None:
    with hook_server(replies=deque([reply])) as hooks:
        first, second = (posting(hooks.url, timeout_s=0.3).send(HOOK) for _ in range(2))

    assert (first.fate, first.is_down, second.fate) == (Fate.LATER, True, Fate.SENT)
    assert first.may_be_heard
    assert set(hooks.keys) == {HOOK.key}


def test_where_nobody_listens_nobody_has_heard_anything() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    answers = (
        Mail(f"smtp://127.0.0.1:{port}/?from=desk@wom.example").send(MAIL),
        posting(f"http://127.0.0.1:{port}/").send(HOOK),
    )

    assert [(one.fate, one.is_down, one.may_be_heard) for one in answers] == [(Fate.LATER, True, False)] * 2


def test_of_an_answer_one_line_is_kept_and_nothing_that_a_terminal_obeys() -> None:
    with hook_server(
        replies=deque([400, "huge"]), said=b"\x1b]0;x\x07no\r\nway \xe2\x80\xae" + b"x" * 400
    ) as hooks:
        answer, huge = (posting(hooks.url).send(HOOK) for _ in range(2))

    assert answer.said.startswith("answered 400 ]0;x no way x")
    assert answer.said.isprintable()
    assert len(answer.said) <= 213
    assert len(huge.said) <= 213


def test_an_endpoint_says_how_long_to_wait() -> None:
    with hook_server(replies=deque([503]), headers={"Retry-After": "120"}) as hooks:
        assert posting(hooks.url).send(HOOK).wait_s == 120


def test_an_answer_that_never_ends_is_left_in_time() -> None:
    leave = threading.Event()
    with hook_server(replies=deque(["dribble"])) as hooks:
        endless = posting(hooks.url, timeout_s=5.0)
        assert within(0.4, leave, lambda: endless.send(HOOK)) is None


def test_who_wants_to_leave_waits_for_nobody() -> None:
    leave = threading.Event()
    leave.set()
    with hook_server(replies=deque(["hang"])) as hooks:
        assert within(30.0, leave, lambda: posting(hooks.url, timeout_s=30.0).send(HOOK)) is None


def test_a_bug_on_the_other_thread_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5.0, threading.Event(), lambda: 1 // 0)


def test_this_machine_and_this_network_are_posted_to_only_where_that_is_allowed() -> None:
    with hook_server() as hooks:
        plain = posting(hooks.url, may_be_private=False).send(HOOK)
        safe = posting(hooks.url.replace("http:", "https:"), may_be_private=False).send(HOOK)

    assert hooks.came == []
    assert "https://" in plain.said
    assert "notify.private" in safe.said


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1"),
        *("::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1"),
    ],
)
def test_addresses_that_are_not_out_there(address: str) -> None:
    assert not _is_public(address)


def test_addresses_that_are() -> None:
    assert all(map(_is_public, ("93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c")))


def test_a_user_in_the_address_is_given_and_never_told() -> None:
    with hook_server(replies=deque([400]), said=b"no s3cret-word-of-ours, /T0PSECRETTOKEN please") as hooks:
        url = hooks.url.replace("http://", "http://wom:s3cret-word-of-ours@") + "/T0PSECRETTOKEN"
        answer = posting(url).send(HOOK)

    (came,) = hooks.came
    assert came.headers["Authorization"].startswith("Basic ")
    assert "s3cret" not in answer.said
    assert "T0PSECRET" not in answer.said
    assert "s3cret" not in posting(url).shown(HOOK)


def test_what_gateways_of_sms_and_chats_are_told() -> None:
    sms = Parcel(key="k", written_at=AT, to="+16175550117", body="at 10:00")

    assert json.loads(as_sms(sms)) == {"to": "+16175550117", "text": "at 10:00", "key": "k"}
    assert json.loads(as_chat("text")(sms)) == {"text": "at 10:00"}
    assert json.loads(as_chat("content")(sms)) == {"content": "at 10:00", "allowed_mentions": {"parse": []}}


def test_ways_out_have_names_and_are_never_shown_whole() -> None:
    outlets = Outlets(
        {"mail": "smtps://u:p4ss@mail.example", "erp": "https://erp.example/hook/t0ken"}, {"erp": SECRET}
    )

    assert isinstance(outlets(Channel.MAIL, "mail"), Mail)
    assert isinstance(outlets(Channel.WEBHOOK, "erp"), Post)
    assert outlets(Channel.SMS, "sms") is None
    assert outlets(Channel.SMS, "mail") is None
    assert outlets.why_not(Channel.SMS, "sms") == "notify.endpoints.sms is not in the settings"
    assert "p4ss" not in outlets.why_not(Channel.SMS, "mail")
    assert address_shown("https://u:p@erp.example:8443/hook/t0ken?x=1") == "https://erp.example:8443"
    assert "t0ken" not in repr(outlets)
    assert SECRET not in repr(outlets)


def test_nothing_of_it_is_loaded_before_something_leaves() -> None:
    code = (
        "import sys; import wom_tui.automation.engine; "
        "assert not {'smtplib', 'http.client', 'wom_tui.gateways.notify.post'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# what the how-to tells those who take webhooks


def is_genuine() -> Callable[..., bool]:
    """The function of the how-to."""
    page = (Path(__file__).parents[3] / "docs/how-to/notifications.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    found: dict[str, Any] = {}
    exec(example, found)  # noqa: S102  the page's own example, which has to work
    made: Callable[..., bool] = found["is_genuine"]
    return made


def test_the_example_of_the_how_to_takes_what_we_send_and_nothing_else() -> None:
    check = is_genuine()
    with hook_server() as hooks:
        posting(hooks.url, secret=SECRET).send(HOOK)
    (came,) = hooks.came
    header, now = came.headers["Wom-Signature"], int(time.time())

    assert check(header, came.body, SECRET)
    assert not check(header, came.body + b" ", SECRET)
    assert not check(header, came.body, "another secret than this")
    assert not check(signature(SECRET, came.body, now - 301), came.body, SECRET)
    assert not check(signature(SECRET, came.body, now + 301), came.body, SECRET)
    for broken in ("", "t=,v1=", "v1=abc", f"t={now}", "t=²,v1=x", f"t={now},v1=é", "nonsense"):
        assert not check(broken, came.body, SECRET)


def test_the_page_names_every_place_and_every_shipped_notification() -> None:
    page = (Path(__file__).parents[3] / "docs/how-to/notifications.md").read_text(encoding="utf-8")

    assert [name for name in PLACES if f"{{{name}}}" not in page] == []
    assert [name for name in shipped_notifications() if f"`{name}`" not in page] == []
