"""Why not: the only way to say "no" or "careful", and the catalogue of every reason there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})

# code → what it means. A violation with a code that is not listed here cannot be made, so that documentation,
# filters and translations have one complete list.
CATALOGUE: Mapping[str, str] = MappingProxyType(
    {
        "actor.role": "the actor's role does not allow this command",
        "actor.override": "an override needs a role that may override, and a written reason",
        "actor.own": "a technician reports on their own visits, and says something about the orders of these",
        "actor.unknown": "no user of this office has that name",
        "order.transition": "the order cannot go from its state to the one asked for",
        "order.incomplete": "a field that the work type requires for this state is missing",
        "order.checklist": "a required point of the checklist has no answer",
        "order.approval": "the work type asks for an approval that has not been given",
        "order.predecessor": "an order that must be done first is neither done nor booked",
        "order.before_first": "it begins before an order is over that must be done first",
        "order.duplicate": "the order named as the original is not there, ended itself, or is the order itself",
        "order.merged": "the order was merged into another, which goes on in its place",
        "order.attended": "somebody is on site for the order that a merge would drop",
        "order.dropped": "the order that a merge drops is more urgent than the one that is kept, or that one is done",
        "order.uncompleted": "the work was never completed, so nobody can say how it was",
        "order.awake": "the order was not put away, so there is nothing to take up again",
        "order.repeat": "the same asset was repaired a short while ago",
        "order.remainder": "nothing is known to be left to do of the order",
        "order.approved": "the estimate has grown beyond what was approved, and waits for an approval again",
        "order.replaced": "what was said of the order before is replaced by something else",
        "visit.replaced": "what was noted of the visit before is replaced by something else",
        "visit.elsewhere": "the technician is still on site at another visit",
        "visit.unattended": "the order is done, and nobody has reported from the visit",
        "visit.transition": "the visit cannot go from its state to the one asked for",
        "visit.overlap": "the technician already has a visit in that time",
        "visit.travel": "the technician cannot be there in time from the visit before, or get to the one after",
        "visit.pinned": "the visit is pinned",
        "visit.started": "the visit has begun and cannot be planned anew",
        "slot.none": "nobody who may do it has room for the order",
        "visit.unplanned": "the visit has no technician or no time yet",
        "visit.released": "a visit does not take place, or ends now, and its technician is free",
        "visit.recalled": "a visit is taken from a technician who was sent there and has to be told",
        "visit.stranded": "as the roster stands now, the technician cannot make the visit any more",
        "visit.past": "the visit would begin in the past",
        "branch.exists": "people work on a branch of that name already",
        "branch.ended": "the branch was merged or dropped",
        "branch.live_only": "a branch holds who goes where and when, and nothing else",
        "branch.live_act": "the act was done on the live day, and is not taken back on a branch",
        "message.ended": "a message that was sent, withdrawn or has lapsed stays as it is",
        "rule.replaced": "another text of the rule, which is on, is replaced",
        "rule.off": "the rule was switched off, and does nothing more",
        "alert.cleared": "the alert was cleared, and stays as it is",
        "maintenance.ended": "the maintenance plan has ended, and makes no more orders",
        "maintenance.lapsed": "the maintenance plan wants no order for that day",
        "meter.backwards": "the meter shows less than before",
        "repair.overtaken": "what a repair was made from is no longer so",
        "repair.answered": "somebody has said yes or no to the repair already",
        "repair.pinned": "the visit is pinned, and is moved by people only",
        "repair.frozen": "it begins soon, and is moved by people only",
        "repair.due": "by the repair the order would miss a due that it meets",
        "repair.often": "the visit was moved by the office's rule as often as it may be on one day",
        "repair.asked": "the office's rule moves nothing by itself",
        "repair.promised": "the customer was told when somebody comes",
        "repair.moves": "more visits than the office's rule may move by itself",
        "repair.lost": "the visit would lose its place",
        "repair.storm": "so much has gone wrong at once that somebody has to look first",
        "repair.loop": "it goes back to what the office's rule has done itself",
        "past.closed": "what is looked at is past, and cannot be changed",
        "crew.incomplete": "the order needs more technicians at the same time",
        "skill.missing": "the technician lacks a skill that the order needs",
        "skill.level": "the technician's level in a skill is below what the order needs",
        "skill.expired": "the technician's skill is not valid on that day",
        "skill.overlap": "the technician has the skill at another level at the same time",
        "shift.outside": "the visit is not inside a shift from start to end",
        "shift.overtime": "the visit ends after the shift",
        "shift.overlap": "the technician has another shift at the same time",
        "shift.break": "the break no longer fits into the shift",
        "absence.absent": "the technician is absent in that time",
        "technician.inactive": "the technician is not active",
        "technician.full": "the technician has as many visits on that day as he or she takes",
        "technician.declined": "the technician has said no to this order for that day",
        "technician.excluded": "the customer or the order excludes this technician",
        "territory.outside": "the site lies outside the technician's territories",
        "site.position": "the site has no usable position",
        "site.area": "the position said for the site is outside of the office's area, or cannot be true",
        "site.territory": "the position said for the site is outside of its territory",
        "site.replaced": "the site has a trusted position, which gives way to another",
        "site.access": "the site is not accessible in that time",
        "window.missed": "service would not begin inside the customer's window",
        "window.promised": "service would begin outside of the window that the customer was told",
        "window.broken": "nobody comes any more in the window that the customer was told",
        "window.early": "service would begin before the order may start",
        "sla.late": "service would end after the order is due",
        "import.rejected": "rows cannot be used, and all or none were to be taken in",
        "parts.short": "parts of the order are neither reserved nor ordered",
        "parts.unknown": "the work type names parts that the office does not have",
        "parts.undated": "nobody knows when parts of the order will come",
        "parts.late": "parts of the order come only after the visit would begin",
        "parts.elsewhere": "parts of the order lie in the van of another technician",
        "parts.unused": "parts that were reserved for the order are free again",
        "parts.returned": "parts that were used go back to where they were taken from",
        "stock.short": "there are not so many of the part",
        "stock.reserved": "the parts are reserved for orders",
        "stock.below_minimum": "less of the part is left than there should be",
        "request.decided": "the request has become an order, or was declined, already",
        "message.elsewhere": "the message is somebody else's, or was said to somebody else",
        "message.read": "somebody has read the message, so it cannot be made unsaid",
        "message.unknown": "nobody of the office or the field has the name that is mentioned",
        "inbound.decided": "what came in was accepted or dropped already",
        "record.exists": "a record that is to be made is there already",
        "record.used": "something points to the record that is to be taken away",
        "record.contradiction": "what a record says of itself does not fit together",
        "user.last_admin": "nobody would be left who may let others in",
        "customer.busy": "the customer has orders that are neither closed nor cancelled, or requests without an answer",
        "undo.changed": "a later change stands in the way of the undo",
        "undo.used": "something else belongs by now to what the undo would take away",
        "undo.left": "something has left the house because of this act and cannot be called back",
        "undo.leaving": "something is leaving the house because of this act just now: try again in a moment",
        "undo.private": "personal data is not kept in the journal, so the old value cannot be put back",
        "undo.already": "this act has been undone already",
        "undo.nothing": "there is nothing to take back",
        "plan.stale": "the plan was made before the facts changed",
    }
)


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One rule that an act breaks (hard) or bends (soft).

    `facts` holds the claim as data, so that a sentence can be checked: ids, names, minutes, times; `zone` where the
    message tells times of another clock than the office's may be.
    """

    code: str
    message: str
    hard: bool = True
    can_override: bool = False  # a role with the right, and a written reason, may go on all the same
    facts: Mapping[str, Any] = field(default_factory=lambda: _NOTHING, hash=False)

    def __post_init__(self) -> None:
        if self.code not in CATALOGUE:
            raise ValueError(f"violation {self.code!r} is not in the catalogue")

    def as_dict(self) -> dict[str, Any]:
        """The violation as JSON-ready data."""
        return {"code": self.code, "message": self.message, "hard": self.hard, "facts": dict(self.facts)}


def hard(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    """Those that refuse."""
    return tuple(v for v in violations if v.hard)
