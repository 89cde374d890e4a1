"""Does an endpoint that hangs hold anybody up: the beat, the rules, whoever wants to leave?"""

from __future__ import annotations

import threading
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from tests.automation.test_engine import LONG_S, running
from tests.commands.typed import do
from tests.delivering import AFTER_GRACE, Delivering, a_notification
from tests.endpoints import hook_server
from tests.ruled import a_rule
from wom_tui.automation.deliverer import Deliverer, Round
from wom_tui.automation.engine import Engine, run_once
from wom_tui.automation.lease import Leader
from wom_tui.commands.rule import EnableRule
from wom_tui.config import Config, NotifyConfig
from wom_tui.domain.note import Note
from wom_tui.domain.outbox import OutgoingState
from wom_tui.outbox_desk import NewWays, OutboxDesk, ways_of
from wom_tui.store.reader import Reader


def engine_of(office: Delivering, url: str, **given: Any) -> Engine:
    """An engine for which the ten seconds are over."""
    office.passed += AFTER_GRACE
    config = NotifyConfig(endpoints={"webhook": url}, private=True, timeout_s=LONG_S)
    quick: dict[str, Any] = {"beat_s": 0.05, "tick_s": 0.05, "round_s": 0.05}
    engine = Engine(office.desk, ways=ways_of(Config(notify=config)), **quick, **given)
    engine.deliverer = Deliverer(engine.outbox, lambda: engine.leader.fence, real_clock=office.real_now)
    return engine


def test_what_an_act_causes_leaves_without_anybody_asking(office: Delivering) -> None:
    office.enable(a_notification(event="order.created", by="webhook", to="", body=""))
    office.order()
    done = threading.Event()

    def look(round_: Round) -> None:
        if round_.sent:
            done.set()

    with hook_server() as hooks, running(engine_of(office, hooks.url, on_round=look)):
        assert done.wait(LONG_S)

    assert hooks.keys == [office.the_outgoing().dedupe_key]


def test_who_sends_sees_an_endpoint_that_is_set_while_it_runs(
    office: Delivering, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "config.toml"
    monkeypatch.setenv("WOM_CONFIG", str(settings))
    office.enable(a_notification(event="order.created", by="webhook", to="", body=""))
    office.order()
    deliverer = Deliverer(
        OutboxDesk(office.desk, ways_of(Config())),
        lambda: office.may,
        real_clock=lambda: office.real_now() + AFTER_GRACE,
        new_ways=NewWays(),
    )
    assert "notify.endpoints.webhook is not in the settings" in deliverer.round().troubles["webhook"]
    assert office.the_outgoing().said

    with hook_server() as hooks:
        settings.write_text("[notify\n")  # it is being written
        assert deliverer.round().sent == 0
        settings.write_text(f'[notify]\nprivate = true\n[notify.endpoints]\nwebhook = "{hooks.url}"\n')
        assert deliverer.round().sent == 1

    assert hooks.keys == [office.the_outgoing().dedupe_key]


def test_rules_run_and_the_lease_is_kept_while_an_endpoint_hangs_and_nobody_waits_for_it_at_the_end(
    office: Delivering, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats: list[Leader] = []
    beat = Leader.beat

    def counted(leader: Leader) -> bool:
        beats.append(leader)
        return beat(leader)

    monkeypatch.setattr(Leader, "beat", counted)
    office.enable(a_notification(event="order.created", by="webhook", to="", body=""))
    office.desk.run(EnableRule(text=a_rule(event="order.prioritised")))
    number = office.order()
    ended = threading.Event()
    with hook_server(replies=deque(["hang"])) as hooks:
        engine = engine_of(office, hooks.url)
        engine.start()
        while not hooks.came:
            ended.wait(0.02)
        before = len(beats)
        do(office.desk, f"priority {number} 1")
        while not office.desk.ask(Reader.select, Note) or len(beats) < before + 20:
            ended.wait(0.02)
        assert engine.leader.fence is not None
        leaving = threading.Thread(target=engine.stop)
        leaving.start()
        leaving.join(LONG_S / 2)

        assert not leaving.is_alive()  # the endpoint would be waited for twice as long
    assert office.the_outgoing().state is OutgoingState.SENDING


def test_where_nothing_waits_nobody_leads(office: Delivering) -> None:
    engine = Engine(office.desk)
    office.enable(a_notification(event="order.created"))

    engine.beat()
    assert engine.leader.fence is None
    office.order()
    for _ in range(10):
        engine.beat()
    assert engine.leader.fence is not None
    engine.stop()


def test_one_turn_alone_leaves_what_is_not_due(office: Delivering) -> None:
    office.enable(a_notification(event="order.created"))
    office.order()
    office.may = None

    came = run_once(office.desk)

    assert (came.round.is_leader, came.round.sent) == (True, 0)


def test_troubles_are_told_once(office: Delivering) -> None:
    office.enable(a_notification(event="order.created", by="webhook", to="", body=""))
    office.order()
    told: list[str] = []
    with hook_server(replies=deque([503, 503])) as hooks:
        engine = engine_of(office, hooks.url, on_trouble=told.append)
        engine.beat()
        engine.deliver()
        office.passed *= 50
        engine.deliver()
        engine.stop()

    assert told == ["endpoint webhook: answered 503 {}"]
    assert office.the_outgoing().attempts == 2
