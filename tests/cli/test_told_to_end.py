"""A program that goes on and on is told to end, whenever that comes and whichever thread the system tells."""

from __future__ import annotations

import os
import signal
import threading

from wom_tui.cli.told_to_end import told_to_end

LONG_S = 20.0


def test_who_waits_hears_though_another_thread_is_told() -> None:
    def tell() -> None:
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

    with told_to_end() as enough:
        teller = threading.Timer(0.1, tell)
        teller.start()
        assert enough.wait(LONG_S)
        teller.join()


def test_what_was_said_before_is_not_waited_for() -> None:
    with told_to_end() as enough:
        assert not enough.wait(0.0)
        os.kill(os.getpid(), signal.SIGINT)
        assert enough.wait(LONG_S)
        assert enough.is_set()


def test_afterwards_the_signals_mean_what_they_did() -> None:
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    with told_to_end():
        assert signal.getsignal(signal.SIGTERM) != before[0]
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == before
    woken = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(woken)
    assert woken == -1
