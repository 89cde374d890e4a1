"""What does a file of orders look like that needs no preset? Its columns have our own names: nothing is guessed.

Orders are no sheet of the office: they have a history of their own, and come in by maps (`domain/intake/`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

ORDERS = "orders"

# field of an order → cells of the template's rows
EXAMPLES: Mapping[str, tuple[str, str]] = {
    "external_id": ("WO-1001", "WO-1002"),
    "title": ("Light out", "No heat"),
    "description": ("Pole 17 is dark since Monday", ""),
    "work_type": ("Street light", "Boiler inspection"),
    "priority": ("P2", "P1"),
    "status": ("open", "open"),
    "opened_at": ("2026-03-02 08:15", "2026-03-02 09:40"),
    "due_at": ("2026-03-04 17:00", ""),
    "earliest_start_at": ("", "2026-03-05 08:00"),
    "planned_start_at": ("2026-03-03 09:00", ""),
    "planned_end_at": ("2026-03-03 10:00", ""),
    "duration_min": ("60", "90"),
    "technician": ("kim", ""),
    "customer": ("City of Boston", "Harbor Estates"),
    "contact": ("Dana Whitfield", ""),
    "phone": ("+1 617 555 0117", ""),
    "email": ("dana@example.org", ""),
    "channel": ("phone", "web"),
    "site_name": ("City Hall", "Pump house"),
    "site_id": ("S-2001", ""),
    "address": ("1 City Hall Sq", "Morrissey Blvd"),
    "city": ("Boston", "Boston"),
    "zipcode": ("02201", "02125"),
    "territory": ("Metro", "Metro West"),
    "lat": ("42.3603", "42.3149"),
    "lon": ("-71.0580", "-71.0460"),
    "asset": ("", "Burner"),
}


def order_rows() -> Iterator[tuple[str, ...]]:
    """The rows of the template: examples only, for whoever reads orders knows no remarks."""
    yield from zip(*EXAMPLES.values(), strict=True)
