"""What eight of ten futures look like: a band around the middle one, beside the plan."""

import altair as alt

from domain.planning import Roadmap, Uncertainty
from reporting.charts.canvas import Row, canvas, layer
from reporting.charts.inks import ink
from reporting.language import _
from reporting.sentences import how_sure
from reporting.theme import SMALL_SIZE
from reporting.words import decimal

_HEIGHT = 220


def maturity_band(subject: tuple[Roadmap, Uncertainty], width: int | None = None) -> alt.LayerChart:
    """Mean level by year: the band holds eight of ten futures, the line is the plan."""
    roadmap, sure = subject
    rows: list[Row] = [
        {
            "year": str(year.year),
            "low": band.low,
            "middle": band.middle,
            "high": band.high,
            "plan": year.mean_level,
        }
        for year in roadmap.years
        for band in [sure.mean_level[year.year]]
    ]
    return canvas([*_band(rows), *_plan(rows)], width, _HEIGHT, maturity_band_text(subject))


def maturity_band_text(subject: tuple[Roadmap, Uncertainty]) -> str:
    """The finding, and the band of each year."""
    roadmap, sure = subject
    each = "; ".join(
        _(
            "%(year)s: %(low)s to %(high)s, plan %(plan)s",
            year=year.year,
            low=decimal(band.low, 1),
            high=decimal(band.high, 1),
            plan=decimal(year.mean_level, 1),
        )
        for year in roadmap.years
        for band in [sure.mean_level[year.year]]
    )
    means = _("Mean level by year, a measure of progress: %(each)s.", each=each)
    return f"{how_sure(roadmap, sure)}. {means}"


def _years() -> alt.X:
    axis = alt.Axis(labelAngle=0, ticks=False, domainColor=ink("line"), labelPadding=6)
    return alt.X("year:O", axis=axis, title=None, scale=alt.Scale(padding=0.3))


def _levels(field: str) -> alt.Y:
    axis = alt.Axis(tickMinStep=0.5, gridColor=ink("line"), domain=False, ticks=False)
    scale = alt.Scale(zero=False, padding=12)
    return alt.Y(f"{field}:Q", axis=axis, title=_("Mean level"), scale=scale)


def _band(rows: list[Row]) -> tuple[alt.Chart, alt.Chart]:
    base = layer(rows).encode(x=_years())
    bars = base.mark_bar(size=18, color=ink("pale")).encode(
        y=_levels("low"),
        y2="high:Q",
        tooltip=[
            alt.Tooltip("low:Q", title="One in ten below", format=".2f"),
            alt.Tooltip("middle:Q", title="Middle", format=".2f"),
            alt.Tooltip("high:Q", title="One in ten above", format=".2f"),
        ],
    )
    middle = base.mark_tick(size=18, thickness=2.5, color=ink("work")).encode(y=_levels("middle"))
    return bars, middle


def _plan(rows: list[Row]) -> tuple[alt.Chart, alt.Chart]:
    base = layer(rows).encode(x=_years(), y=_levels("plan"))
    points = base.mark_point(size=50, filled=True, shape="diamond", color=ink("accent"))
    label = base.mark_text(align="left", dx=14, size=SMALL_SIZE, color=ink("accent")).encode(
        text=alt.Text("plan:Q", format=".1f")
    )
    return points, label
