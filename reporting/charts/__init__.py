"""The charts of the screens and of the PDF: one function a chart, one definition for both.

Each has a twin ending in `_text` that states its finding for people who cannot see it. A
chart takes an optional `width` in pixels; without one it fills the place it stands in, down
to 340 pixels. Titles are sentences beside the chart (`reporting.sentences`), so that they
wrap, and the figures as data frames are in `reporting.tables`.
"""

from reporting.charts.band import maturity_band, maturity_band_text
from reporting.charts.gaps import gaps, gaps_text
from reporting.charts.heatmap import capability_heatmap, capability_heatmap_text
from reporting.charts.limits import limits, limits_text
from reporting.charts.money import cost_by_year, cost_by_year_text
from reporting.charts.profile import pillar_profile, pillar_profile_text
from reporting.charts.progress import levels_by_year, levels_by_year_text
from reporting.charts.ranking import ranking, ranking_text
from reporting.charts.swim_lanes import roadmap, roadmap_text
from reporting.charts.value import value_by_year, value_by_year_text
from reporting.charts.votes import votes, votes_text

__all__ = [
    "capability_heatmap",
    "capability_heatmap_text",
    "cost_by_year",
    "cost_by_year_text",
    "gaps",
    "gaps_text",
    "levels_by_year",
    "levels_by_year_text",
    "limits",
    "limits_text",
    "maturity_band",
    "maturity_band_text",
    "pillar_profile",
    "pillar_profile_text",
    "ranking",
    "ranking_text",
    "roadmap",
    "roadmap_text",
    "value_by_year",
    "value_by_year_text",
    "votes",
    "votes_text",
]
