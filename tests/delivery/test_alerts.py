"""Do alerts leave the house with what they say?"""

from __future__ import annotations

from tests.delivering import Delivering
from tests.office import MINUTE
from tests.ruled import Ruled, an_alert_rule
from wom_tui.presets.shipped import shipped_notifications


def test_the_chat_hears_of_an_alert_what_it_says_and_once(office: Delivering, order: int) -> None:
    runs = Ruled(office.desk, office.clock)
    runs.enable(an_alert_rule("nobody-there", says="Nobody is there.", when="pri<=4"))
    office.enable(shipped_notifications()["staff-alert"])

    runs.tick(MINUTE)
    runs.tick(MINUTE)
    office.may = office.take("one")
    office.round()

    (told,) = office.sent()
    assert "Nobody is there." in told
