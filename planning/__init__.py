"""Numbers to a plan: targets, gaps, the best roadmap under a scenario, and what is behind it.

`propose_targets` suggests where each capability should be, `make_roadmap` sequences the
initiatives that bring it there, `ways_out` says what a missed target would take,
`explain_placement` why something stands where it stands, `compare` what another plan does
otherwise, `value_case` what it is worth, `uncertainty` how sure all that is.
`rank` and `autonomy_level` help to decide.
`shortest_schedule` solves plain project scheduling, the special case without money.
"""

from planning.autonomy import autonomy_level
from planning.break_even import what_would_change
from planning.checks import scenario_problems
from planning.decisions import rank
from planning.explain import compare, explain_placement
from planning.gaps import find_gaps
from planning.makespan import Schedule, shortest_schedule
from planning.promises import promised_levels
from planning.roadmap import make_roadmap
from planning.solver import AGAIN, EFFORT, Step, Watch
from planning.targets import propose_targets, target_reason
from planning.uncertainty import uncertainty
from planning.value import PAYBACK_LIMIT, value_case
from planning.ways_out import ways_out

__all__ = [
    "AGAIN",
    "EFFORT",
    "PAYBACK_LIMIT",
    "Schedule",
    "Step",
    "Watch",
    "autonomy_level",
    "compare",
    "explain_placement",
    "find_gaps",
    "make_roadmap",
    "promised_levels",
    "propose_targets",
    "rank",
    "scenario_problems",
    "shortest_schedule",
    "target_reason",
    "uncertainty",
    "value_case",
    "ways_out",
    "what_would_change",
]
