"""Numbers to a plan: targets, gaps, and the roadmap under a scenario.

`propose_targets` suggests where each capability should be, `find_gaps` says what is
missing, `make_roadmap` sequences the initiatives that close the gaps.
"""

from planning.gaps import find_gaps
from planning.roadmap import make_roadmap
from planning.targets import propose_targets, target_reason

__all__ = ["find_gaps", "make_roadmap", "propose_targets", "target_reason"]
