"""Who hears of it, at which address, and who does not want to?"""

from __future__ import annotations

from datetime import timedelta

from tests.commands.typed import do
from tests.delivering import ACME, Delivering, a_notification
from tests.office import KIM, MINUTE, an_order, number_of
from wom_tui.commands.notify import SetPreference, SetReach
from wom_tui.commands.roster import AddUser
from wom_tui.domain.outbox import OutgoingState
from wom_tui.domain.policy import Role
from wom_tui.domain.subscription import Channel

S = OutgoingState
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_technician_hears_of_a_visit_that_is_theirs(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="technician", by="sms", quiet="none"))
    office.desk.run(SetReach(technician=KIM, phone="+1 617 555 0100"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["+16175550100"]


def test_a_technician_hears_of_a_visit_that_is_taken_away(office: Delivering, order: int) -> None:
    office.enable(
        a_notification(event="visit.unassigned", to="technician", body="Order {order} is not yours.")
    )
    office.desk.run(SetReach(technician=KIM, email="kim@acme.example"))
    do(office.desk, f"unassign {order}")
    office.round()

    assert office.sent() == [f"We come: Order {order} is not yours."]
    assert office.the_outgoing().recipient == "technician:1"


def test_everybody_of_a_role_hears_it(office: Delivering, order: int) -> None:
    office.enable(a_notification(event="order.prioritised", to="role:manager", body="{order} is {priority}"))
    for name in ("ann", "ben", "cat"):
        role = Role.VIEWER if name == "cat" else Role.MANAGER
        office.desk.run(AddUser(name=name, role=role))
    office.desk.run(SetReach(user=1, email="ann@acme.example"))
    do(office.desk, f"priority {order} 1")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["ann@acme.example"]
    assert [(one.recipient, one.said) for one in office.outgoing(S.LAPSED)] == [
        ("user:2", "ben cannot be reached by mail: wom notify reach ben")
    ]


def test_an_address_of_the_settings_is_used_by_its_name(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="address:ops", body="{order}"))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["ops@acme.example"]
    assert office.the_outgoing().recipient == "address:ops"


def test_an_address_that_is_not_set_waits_until_it_is(office: Delivering, order: int) -> None:
    office.enable(a_notification(to="address:boss", body="{order}"))
    do(office.desk, f"dispatch {order}")

    assert office.round().later == 1
    assert "notify.addresses.boss" in office.the_outgoing().said
    office.named["boss"] = "boss@acme.example"
    assert office.round(6 * MINUTE).sent == 1


def test_a_customer_without_a_contact_is_nobody(office: Delivering) -> None:
    office.enable(a_notification())
    number = number_of(office.desk, an_order())
    do(office.desk, f"assign {number} kim 15:00", f"dispatch {number}")
    office.round()

    assert office.the_outgoing().state is S.LAPSED
    assert office.the_outgoing().said == "nobody knows whom of the customer to tell"


def test_who_wants_no_sms_gets_none_and_gets_mail_still(office: Delivering, order: int) -> None:
    office.enable(a_notification("a", by="sms", quiet="none"))
    office.enable(a_notification("b", by="mail"))
    office.desk.run(SetPreference(customer=ACME, opt_out=(Channel.SMS,)))
    do(office.desk, f"dispatch {order}")
    office.round()

    assert [parcel.to for parcel in office.canned.parcels] == ["dana@acme.example"]
    (lapsed,) = office.outgoing(S.LAPSED)
    assert lapsed.said == "the customer wants no sms"


def test_who_has_just_said_no_does_not_get_what_waits(office: Delivering, order: int) -> None:
    office.enable(a_notification())
    do(office.desk, f"dispatch {order}")
    office.desk.run(SetPreference(customer=ACME, opt_out=(Channel.MAIL,)))

    assert office.round().sent == 0
    office.desk.run(SetPreference(customer=ACME, opt_in=(Channel.MAIL,)))
    do(office.desk, f"decline {order} ill", f"assign {order} kim 17:00", f"dispatch {order}/2")
    assert office.round().sent == 1
