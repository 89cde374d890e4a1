"""An office with a customer of whom much is known, and all that its database holds as one text."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import text

from tests.office import a_site, an_order, desk_on, number_of, office_facts
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact, Customer
from wom_tui.store import journal

ADA, BOB = 1, 2
SECRETS = (
    "Quillfeather",
    "Pemberley Lane 4",
    "555-0100",
    "quill@example.com",
    "key under the mat",
    'the "bad" dog',
)


def an_office_with_ada(url: str) -> Desk:
    """Ada has a site and a contact, and another site that others may have work done at."""
    desk = desk_on(url)
    facts = (
        Customer(id=ADA, name="Ada Quillfeather", customer_class="gold"),
        Customer(id=BOB, name="Bob Stays"),
        Contact(
            id=1,
            customer_id=ADA,
            name="Ada Quillfeather",
            phone="555-0100",
            email="quill@example.com",
            salt="k",
        ),
        replace(
            a_site(6),
            name="Pemberley Lane 4",
            address="Pemberley Lane 4",
            customer_id=ADA,
            access_notes=SECRETS[4],
        ),
        replace(a_site(7), name="Shared hall", customer_id=ADA),
    )
    office = tuple(fact for fact in office_facts())
    desk.run(LoadFacts(facts=(*office, *facts), what="office"))
    return desk


def a_closed_order(desk: Desk, **given: object) -> int:
    defaults: dict[str, object] = {
        "customer": ADA,
        "site": 6,
        "requester": "Mrs Quillfeather",
        "description": 'the "bad" dog',
        "title": "Light out at Quillfeather's",
    }
    number = number_of(desk, an_order(**(defaults | given)))
    for change in (("requester", "Mr Quillfeather"), ("requester", None)):
        desk.run(EditOrder(order=number, changes=(change,)))
    desk.run(CancelOrder(order=number, reason="not_needed"))
    return number


def everything(desk: Desk) -> str:
    """All that the database holds, as one text."""
    told = []
    with desk.engine.connect() as connection:
        for table in ("customer", "contact", "site", "work_order", "visit", "request", "event", "receipt"):
            rows = connection.execute(text(f'SELECT * FROM "{table}"')).all()
            told += [" ".join(map(str, row)) for row in rows]
    return "\n".join(told).replace('\\\\"', '"').replace('\\"', '"')


def head_of(desk: Desk) -> journal.Head:
    with desk.engine.connect() as connection:
        return journal.head(connection)
