"""When is a work order late, what stops its clock, and what was agreed?"""

from wom_tui.domain.sla.clock import (
    MINUTE,
    Clock,
    Course,
    Measure,
    Pause,
    TargetChange,
    clock,
    due_at,
    status,
    used_share,
)
from wom_tui.domain.sla.policy import RespondMeans, SlaPolicy, Target, TargetUnit, choose_policy
from wom_tui.domain.states import Sla

__all__ = [
    "MINUTE",
    "Clock",
    "Course",
    "Measure",
    "Pause",
    "RespondMeans",
    "Sla",
    "SlaPolicy",
    "Target",
    "TargetChange",
    "TargetUnit",
    "choose_policy",
    "clock",
    "due_at",
    "status",
    "used_share",
]
