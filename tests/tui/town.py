"""That one morning in Boston, on Boston's streets: sites and homes where they would be."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.tui.office import made, morning
from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Site
from wom_tui.domain.technician import Technician

# Of the fifteen sites of the morning, as near as makes no difference.
_WHERE = (
    (42.3327, -71.0886), (42.3224, -71.0711), (42.3603, -71.0580), (42.3490, -71.0760), (42.3494, -71.0780),
    (42.2768, -71.0930), (42.3410, -71.0760), (42.3330, -71.0330), (42.3110, -71.1140), (42.3410, -71.0730),
    (42.3420, -71.0860), (42.3380, -71.1020), (42.2560, -71.1240), (42.2900, -71.0490), (42.3770, -71.0300),
)  # fmt: skip
_HOMES = ((42.3165, -71.0960), (42.3440, -71.0560), (42.2860, -71.1270))


def there(fact: Fact) -> Fact:
    """A site or a technician of the morning, where it would be in Boston."""
    if isinstance(fact, Site):
        lat, lon = _WHERE[fact.id - 1]
        return replace(fact, lat=lat, lon=lon)
    if isinstance(fact, Technician):
        lat, lon = _HOMES[fact.id % 3]
        return replace(fact, home_lat=lat, home_lon=lon)
    return fact


def in_boston(path: Path) -> str:
    """The office of that morning in a new file; returns its address."""
    return made(path, map(there, morning()), roads="boston_may")
