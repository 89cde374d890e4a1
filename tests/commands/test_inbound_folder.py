"""A folder of reports is taken in, file by file, whatever somebody has put there."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.test_inbound import SECRET, code_of, sent, status, waiting
from tests.commands.test_messages import at
from tests.office import ManualClock
from wom_tui.automation.engine import Engine, Job, run_once
from wom_tui.automation.jobs import jobs_of
from wom_tui.config import Config, InboundConfig
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.errors import GatewayError, InvalidInput, LostLease
from wom_tui.inbound import spool as spools
from wom_tui.inbound.report import Report
from wom_tui.inbound.spool import run_spool
from wom_tui.inbound.take import Outcome, take

__all__ = ["at", "sent"]


def told(order: int, id: str, act: str, **more: str) -> str:
    return json.dumps({"id": id, "technician": "kim", "order": order, "act": act} | more)


def mail(code: str, text: str) -> str:
    return f"From: kim@example.org\nSubject: Re: [{code}]\nMessage-ID: <{text}@x>\n\n{text}\n"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_files_are_taken_in_by_name_and_put_away(desk: Desk, sent: int, tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text(f"{told(sent, 'a', 'travelling')}\n\n{told(sent, 'b', 'arrived')}\n")
    (tmp_path / "2.EML").write_text(mail(code_of(desk, sent), "done"))
    (tmp_path / "3.jsonl.tmp").write_text("half a fi")
    (tmp_path / ".4.jsonl").write_text(told(sent, "c", "note", text="hidden"))

    taken = run_spool(tmp_path, desk, SECRET)

    assert (taken.done, taken.failed, taken.outcomes[Outcome.DONE]) == (["1.jsonl", "2.EML"], [], 3)
    assert status(desk, sent) == "done"
    assert names(tmp_path) == [".4.jsonl", "3.jsonl.tmp", "done", "failed"]
    assert names(tmp_path / "done") == ["1.jsonl", "2.EML"]


def test_the_same_file_again_does_nothing_and_both_are_kept(desk: Desk, sent: int, tmp_path: Path) -> None:
    for _ in range(2):
        (tmp_path / "1.jsonl").write_text(told(sent, "a", "note", text="ring twice"))
        taken = run_spool(tmp_path, desk, SECRET)

    assert taken.outcomes == {Outcome.REPEATED: 1}
    assert names(tmp_path / "done") == ["1-1.jsonl", "1.jsonl"]


def test_what_can_be_read_of_a_file_is_done_and_the_rest_waits(desk: Desk, sent: int, tmp_path: Path) -> None:
    lines = (
        told(sent, "a", "travelling"),
        "nonsense",
        told(sent, "b", "frobnicate"),
        told(sent, "c", "arrived"),
    )
    (tmp_path / "1.jsonl").write_text("\n".join(lines))

    taken = run_spool(tmp_path, desk, SECRET)

    assert (taken.outcomes[Outcome.DONE], taken.outcomes[Outcome.KEPT]) == (2, 2)
    assert [(row.source, row.why) for row in waiting(desk)] == [
        ("1.jsonl:2", "unreadable"),
        ("1.jsonl:3", "unknown"),
    ]
    assert status(desk, sent) == "on_site"


def test_a_file_that_somebody_else_has_taken_meanwhile_is_theirs(
    desk: Desk, sent: int, tmp_path: Path
) -> None:
    for name in ("1.jsonl", "2.eml"):
        (tmp_path / name).write_text("nonsense\n")
    (tmp_path / "3.jsonl").write_text(told(sent, "a", "travelling"))

    def taken_by_another() -> bool:
        """Asked when the names are known and before each file: by then two of them are gone."""
        for name in ("1.jsonl", "2.eml"):
            (tmp_path / name).unlink(missing_ok=True)
        return True

    taken = run_spool(tmp_path, desk, SECRET, go_on=taken_by_another)

    assert (taken.done, taken.failed, taken.outcomes) == (["3.jsonl"], [], {Outcome.DONE: 1})
    assert waiting(desk) == []


def test_what_is_no_file_is_put_aside_and_said(desk: Desk, sent: int, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    secret = outside / "secret.jsonl"
    secret.write_text(told(sent, "a", "done"))
    folder = tmp_path / "spool"
    folder.mkdir()
    (folder / "link.jsonl").symlink_to(secret)
    (folder / "loop.eml").symlink_to("loop.eml")
    (folder / "nothing.eml").symlink_to("/nowhere")
    os.mkfifo(folder / "pipe.jsonl")
    (folder / "folder.eml").mkdir()
    (folder / "many.jsonl").write_text("{}\n" * 2_000)
    with (folder / "large.jsonl").open("wb") as large:
        large.truncate(100_000_000)

    taken = run_spool(folder, desk, SECRET)

    assert len(taken.failed) == 7
    assert names(folder) == ["done", "failed"]
    assert len(names(folder / "failed")) == 7
    assert secret.read_text() == told(sent, "a", "done")
    assert {row.why for row in waiting(desk)} == {"unreadable"}
    assert len(waiting(desk)) == 7
    assert status(desk, sent) == "dispatched"


def test_a_mail_of_a_hundred_megabytes_is_read_at_its_beginning(
    desk: Desk, sent: int, tmp_path: Path
) -> None:
    with (tmp_path / "1.eml").open("wb") as large:
        large.write(mail(code_of(desk, sent), "arrived").replace("\n\n", "\nX: y\n\n").encode())
    with (tmp_path / "2.eml").open("wb") as larger:
        head = b"From: k@x\nSubject: [%s]\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ndone\n--b\n"
        larger.write(head % code_of(desk, sent).encode() + b"Content-Type: image/jpeg\n\n")
        larger.truncate(100_000_000)

    run_spool(tmp_path, desk, SECRET)

    assert status(desk, sent) == "done"


@pytest.mark.parametrize(
    "name", ["x\n..\\y\x1b[2J.jsonl", "\u202egnp.jsonl", "-rf.jsonl", "$(id).eml", "a" * 249 + ".jsonl"]
)
def test_no_name_leads_anywhere(desk: Desk, sent: int, tmp_path: Path, name: str) -> None:
    for _ in range(2):
        (tmp_path / name).write_text("nonsense")
        run_spool(tmp_path, desk, SECRET)

    assert names(tmp_path) == ["done", "failed"]
    assert len(names(tmp_path / "done")) == 2
    assert all(row.source.isprintable() for row in waiting(desk))


def test_a_name_that_is_no_text_is_taken_too(desk: Desk, sent: int, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe.jsonl")).write_text(told(sent, "a", "travelling"))

    run_spool(tmp_path, desk, SECRET)

    assert status(desk, sent) == "travelling"


def test_folders_that_lead_elsewhere_are_refused(desk: Desk, sent: int, tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool/done").symlink_to(tmp_path / "else")
    (tmp_path / "spool/1.jsonl").write_text(told(sent, "a", "travelling"))

    with pytest.raises(GatewayError):
        run_spool(tmp_path / "spool", desk, SECRET)
    with pytest.raises(InvalidInput):
        run_spool(tmp_path / "nowhere", desk, SECRET)

    assert (status(desk, sent), names(tmp_path / "else")) == ("dispatched", [])


def test_too_many_that_wait_hold_the_rest_back(
    desk: Desk, sent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spools, "MOST_WAITING", 2)
    for number in range(4):
        (tmp_path / f"{number}.eml").write_text(mail("", f"spam {number}"))

    taken = run_spool(tmp_path, desk, SECRET)

    assert (taken.is_full, len(taken.done), len(waiting(desk))) == (True, 2, 2)
    assert names(tmp_path) == ["2.eml", "3.eml", "done", "failed"]


def test_a_bug_with_one_file_stops_no_other(
    desk: Desk, sent: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.jsonl").write_text(told(sent, "a", "note", text="one"))
    (tmp_path / "2.jsonl").write_text(told(sent, "b", "travelling"))

    def broken(report: Report, desk: Desk, secret: str, fence: Fence | None = None) -> Outcome:
        if "one" in report.text:
            raise ZeroDivisionError
        return take(report, desk, secret, fence)

    monkeypatch.setattr(spools, "take", broken)

    taken = run_spool(tmp_path, desk, SECRET)

    assert (taken.failed, taken.done, status(desk, sent)) == (["1.jsonl"], ["2.jsonl"], "travelling")
    assert "a fault with it: ZeroDivisionError" in waiting(desk)[0].reason


# -- as a job of whoever leads -----------------------------------------------------------------------------


@contextmanager
def leading(engine: Engine) -> Iterator[Engine]:
    engine.beat()
    try:
        yield engine
    finally:
        engine.stop()


def test_the_leader_takes_the_folder_in_though_no_rule_is_on(
    desk: Desk, sent: int, tmp_path: Path, clock: ManualClock
) -> None:
    config = Config(inbound=InboundConfig(folder=str(tmp_path), secret=SECRET))
    (tmp_path / "1.jsonl").write_text(told(sent, "a", "travelling"))

    came = run_once(desk, jobs=jobs_of(config, desk))

    assert (came.tick.is_leader, came.other, status(desk, sent)) == (True, "", "travelling")
    assert jobs_of(Config(), desk) == ()


def test_whoever_does_not_lead_takes_nothing_in(desk: Desk, sent: int, tmp_path: Path) -> None:
    config = Config(inbound=InboundConfig(folder=str(tmp_path)))
    (tmp_path / "1.jsonl").write_text(told(sent, "a", "travelling"))
    (job,) = jobs_of(config, desk)
    with leading(Engine(desk, jobs=[job])) as first:
        fence = first.leader.fence
        assert fence is not None
        second = Engine(desk, jobs=[job])
        second.beat()
        second.do(job)
        assert status(desk, sent) == "dispatched"
        with pytest.raises(LostLease):
            job.call(Fence(name=fence.name, holder=fence.holder, token=fence.token - 1))

    assert (status(desk, sent), names(tmp_path)) == ("dispatched", ["1.jsonl", "done", "failed"])


def test_what_goes_wrong_with_a_job_is_told_once(desk: Desk, tmp_path: Path) -> None:
    heard: list[str] = []
    config = Config(inbound=InboundConfig(folder=str(tmp_path / "nowhere")))
    (job,) = jobs_of(config, desk)
    with leading(Engine(desk, jobs=[job], on_trouble=heard.append)) as engine:
        engine.do(job)
        engine.do(job)
        engine.do(Job("else", 1.0, lambda _: "it is full"))

    assert len(heard) == 2
    assert heard[0].startswith("what comes in from the field: folder: ")
    assert heard[1] == "else: it is full"
