"""What the slides tell, in the order of a board's questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pptx.util import Inches

from domain.framework import Reference
from domain.planning import Uncertainty
from domain.report import Report
from domain.scorecard import NodeResult, Scorecard
from reporting import charts, sentences
from reporting.facts import first_quarters, met, nothing_answered, open_gaps, reached, risks, total
from reporting.language import _, ngettext
from reporting.paper.editions import chapters
from reporting.slides import swim_lanes
from reporting.slides.deck import (
    BOTTOM,
    FULL_WIDTH,
    LEFT,
    TOP,
    Look,
    logo_of,
    look_of,
    opened,
    saved,
)
from reporting.slides.parts import (
    BODY,
    Box,
    Heading,
    Row,
    Series,
    add_bars,
    add_foot,
    add_slide,
    add_source,
    add_table,
    add_text,
    add_tile,
    describe,
    first_page,
    pages,
)
from reporting.slides.text import fitted, largest
from reporting.templates import say
from reporting.theme import INKS, QUIET
from reporting.words import day, level_of, listed, money, reference_status, signed_money, thousands

_ALWAYS = "method"
"""What all of it is worth hangs on how it came about."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A presentation that is being made: the report, the deck, and its look.

    `titles` are the headings of the board's paper by chapter, in people's words where they
    edited one.
    """

    report: Report
    deck: Any
    look: Look
    titles: Mapping[str, str]

    def title(self, chapter: str, computed: str) -> str:
        """The paper's heading of a chapter; the computed one where the paper has no such."""
        return self.titles.get(chapter, computed)

    def slide(self, title: str, notes: str = "", planned: bool = False) -> Any:
        """A new slide with a finding as title; its source is in the notes and at the foot.

        `planned` says that it shows the plan, whose range is another than that of levels.
        """
        source = self.source(planned)
        made = add_slide(self.deck, title, f"{notes}\n\n{source}".strip(), self.foot)
        add_source(made, source)
        return made

    def source(self, planned: bool = False) -> str:
        """Where figures come from, and how sure they are."""
        report = self.report
        if planned:
            sure = sentences.plan_range(report.roadmap, report.uncertainty)
        else:
            sure = sentences.levels_range(report.scorecard)
        return sentences.source(report, sure)

    @property
    def foot(self) -> str:
        """Whose paper it is, and who may see it."""
        theme = self.report.theme
        example = _("Example: an invented organisation") if self.report.example else ""
        found = (theme.client or self.report.organisation, theme.confidentiality, example)
        return "  |  ".join(part for part in found if part)


def told(report: Report) -> bytes:
    """All slides of a report, as a file."""
    look = look_of(report)
    titles = {chapter.id: chapter.title for chapter in chapters(report, "board")}
    telling = Telling(report, opened(report, look), look, titles)
    for chapter, tell in _STORY:
        if chapter not in report.theme.left_out or chapter == _ALWAYS:
            tell(telling)
    return saved(telling.deck, report)


def _cover(to: Telling) -> None:
    report = to.report
    slide = to.deck.slides.add_slide(to.deck.slide_layouts[0])
    name = report.theme.client or report.organisation
    title = f"{name}: {report.title}"
    size = largest(title, FULL_WIDTH, 2, (40.0, 34.0, 28.0), bold=True)
    slide.shapes.title.text = fitted(title, FULL_WIDTH, size, 2, bold=True)
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size = Inches(size / 72)
    slide.placeholders[1]._element.getparent().remove(slide.placeholders[1]._element)
    by = report.prepared_by
    prepared = _("Prepared by %(name)s", name=by) if by else ""
    texts = [day(report.made_on), prepared, report.scope, report.theme.cover_note]
    add_text(slide, Box(LEFT, 3.9, 9, 2.4), [text for text in texts if text], 16, QUIET)
    add_foot(slide, to.foot)
    slide.notes_slide.notes_text_frame.text = to.source()
    _logo(slide, report)


def _logo(slide: Any, report: Report) -> None:
    if logo := logo_of(report):
        picture = slide.shapes.add_picture(logo, Inches(LEFT), Inches(0.6), height=Inches(0.9))
        if picture.width > Inches(4):
            picture.height = int(picture.height * Inches(4) / picture.width)
            picture.width = Inches(4)
        name = report.theme.client or report.organisation
        describe(picture, _("Logo of %(name)s", name=name))


def _board(to: Telling) -> None:
    report, card, plan = to.report, to.report.scorecard, to.report.roadmap
    slide = to.slide(to.title("summary", sentences.headline(card, report.organisation)))
    width = (FULL_WIDTH - 0.6) / 4
    for at, (figure, label) in enumerate(_tiles(report)):
        add_tile(slide, Box(LEFT + at * (width + 0.2), TOP, width, 1.15), figure, label, to.look)
    texts = [*sentences.holding_back(card), sentences.plan_in_a_sentence(plan)]
    if plan.placements:
        texts.append(sentences.money_in_a_sentence(plan))
    if plan.placements and report.value and report.value.benefits:
        texts.append(sentences.value_title(plan, report.value, report.uncertainty))
    first = sentences.decisions(card, plan)[0]
    texts.append(_("We ask the board to decide: %(decision)s", decision=first))
    box = Box(LEFT, TOP + 1.45, FULL_WIDTH, BOTTOM - TOP - 1.6)
    add_text(slide, box, texts, 16, bullets=True)


def _tiles(report: Report) -> Iterator[tuple[str, str]]:
    card, plan, currency = report.scorecard, report.roadmap, report.roadmap.scenario.currency
    yield level_of(card, card.overall), _("Level today")
    targets = _("%(met)s of %(total)s", met=len(met(plan)), total=len(plan.gaps))
    yield targets, _("Targets met by %(quarter)s", quarter=plan.scenario.end)
    sure, case = report.uncertainty, report.value
    label = _("Cost to %(year)s", year=plan.scenario.end.year)
    if sure:
        label = _between(label, money(sure.cost.low, currency), money(sure.cost.high, currency))
    yield money(total(plan), currency), label
    if case is None:
        yield str(len(plan.placements)), _("Initiatives in the plan")
        return
    label = _("Net present value with evidence")
    if sure:
        low, high = (signed_money(end, currency) for end in (sure.value.low, sure.value.high))
        label = _between(label, low, high)
    yield signed_money(case.net_present_value, currency), label


def _between(label: str, low: str, high: str) -> str:
    """A label with the range of its figure."""
    return _("%(label)s, %(low)s to %(high)s", label=label, low=low, high=high)


def _profile(to: Telling) -> None:
    card = to.report.scorecard
    alt = charts.pillar_profile_text(card)
    slide = to.slide(to.title("profile", sentences.profile_title(card)), alt)
    ends = [_ends(node) for node in card.pillars]
    certain = tuple(low for low, _ in ends)
    series = [Series(_("Certain (worst case)"), certain, INKS["work"][0])]
    if any(high > low for low, high in ends):
        possible = tuple(high - low for low, high in ends)
        series.append(Series(_("Possible (up to the best case)"), possible, INKS["pale"][0]))
    number = "0" if all(node.gated for node in card.pillars) else "0.00"
    top = card.framework.levels[-1].number
    names = [f"{fitted(node.name, 2.6, 12, 2)}: {level_of(card, node)}" for node in card.pillars]
    add_bars(slide, BODY, names, series, alt, upright=False, number=number, top=top)


def _ends(node: NodeResult) -> tuple[float, float]:
    """What is certain and what is possible; nothing for what does not apply."""
    found = (node.worst, node.best) if node.gated else (node.worst_score, node.best_score)
    low, high = ((end or 0) if node.applies else 0 for end in found)
    return float(low), float(high)


def _holds_back(to: Telling) -> None:
    card = to.report.scorecard
    if nothing_answered(card):
        return
    slide = to.slide(sentences.holding_back(card)[0], sentences.heatmap_title(card))
    half = (FULL_WIDTH - 0.5) / 2
    parts = (
        (_("Not above the level of the whole"), sentences.weaknesses(card)),
        (_("Ahead of the whole"), sentences.strengths(card)),
    )
    lead = Box(LEFT, TOP, FULL_WIDTH, 1.5)
    taken = add_text(
        slide, lead, [*sentences.holding_back(card)[1:], sentences.heatmap_title(card)]
    )
    top = TOP + taken + 0.25
    for at, (label, texts) in enumerate(parts):
        left = LEFT + at * (half + 0.5)
        add_text(slide, Box(left, top, half, 0.35), [label], 14, to.look.heading, bold=True)
        box = Box(left, top + 0.42, half, BOTTOM - top - 0.6)
        add_text(slide, box, texts or [_("None")], 14, bullets=True)


def _table(
    to: Telling, title: str, headings: Sequence[Heading], rows: Sequence[Row], notes: str = ""
) -> None:
    """A table on as many slides as it needs."""
    parts = pages(headings, rows, BODY)
    for number, part in enumerate(parts, start=1):
        slide = to.slide(_continued(title, number, len(parts)), notes, planned=True)
        add_table(slide, BODY, headings, part, to.look, _table_in_words(title, headings, part))


def _table_in_words(title: str, headings: Sequence[Heading], rows: Sequence[Row]) -> str:
    return ngettext(
        "Table: %(headings)s; %(num)s row. %(title)s",
        "Table: %(headings)s; %(num)s rows. %(title)s",
        len(rows),
        headings=", ".join(h.text for h in headings),
        title=title,
    )


def _continued(title: str, number: int, parts: int) -> str:
    """The title of one of several slides that have the same."""
    if number == 1:
        return title
    return _(
        "%(title)s (continued, %(number)s of %(parts)s)", title=title, number=number, parts=parts
    )


def _gap_headings() -> tuple[Heading, ...]:
    return (
        Heading(_("Capability"), 0.36),
        Heading(_("Pillar"), 0.25),
        Heading(_("Today"), 0.09, number=True),
        Heading(_("Target"), 0.08, number=True),
        Heading(_("Reached by the plan"), 0.12, number=True),
        Heading(_("Wanted by"), 0.10),
    )


def _gaps(to: Telling) -> None:
    plan = to.report.roadmap
    rows = [
        (
            gap.name,
            plan.pillars.get(gap.pillar, gap.pillar),
            _("%(level)s assumed", level=gap.current) if gap.assumed else str(gap.current),
            str(gap.target),
            str(reached(gap)),
            str(gap.due or plan.scenario.due_of(gap.capability)),
        )
        for gap in open_gaps(plan)
    ]
    if rows:
        _table(
            to,
            to.title("gaps", sentences.gaps_title(plan)),
            _gap_headings(),
            rows,
            sentences.assumed_starts(plan),
        )
    elif plan.gaps:
        to.slide(to.title("gaps", sentences.gaps_title(plan)))


def _roadmap(to: Telling) -> None:
    plan = to.report.roadmap
    title = to.title("roadmap-1", sentences.roadmap_title(plan))
    if not plan.placements:
        slide = to.slide(title)
        add_text(slide, BODY, [sentences.what_does_not_fit(plan)])
        return
    parts = swim_lanes.pages(plan)
    for number, lines in enumerate(parts, start=1):
        notes = "\n".join(swim_lanes.in_words(lines))
        slide = to.slide(_continued(title, number, len(parts)), notes, planned=True)
        swim_lanes.draw(slide, plan, lines, to.look)


def _first_headings() -> tuple[Heading, ...]:
    return (
        Heading(_("Initiative"), 0.31),
        Heading(_("Owner"), 0.19),
        Heading(_("Starts"), 0.075),
        Heading(_("Done"), 0.075),
        Heading(_("Cost, thousand"), 0.10, number=True),
        Heading(_("Shows early"), 0.25),
    )


def _first_quarters(to: Telling) -> None:
    plan = to.report.roadmap
    found = first_quarters(plan)
    if not found:
        return
    title = to.title("quarters", sentences.quarters_title(plan))
    rows = [
        (
            p.initiative.name,
            p.initiative.owner,
            str(p.start),
            str(p.end),
            thousands(sum(p.cost_by_year.values())),
            p.initiative.leading_indicator,
        )
        for p in found
    ]
    notes = _("Costs are thousand %(currency)s, all years.", currency=plan.scenario.currency)
    _table(to, title, _first_headings(), rows, notes)


def _money(to: Telling) -> None:
    plan = to.report.roadmap
    if not plan.years:
        return
    alt = charts.cost_by_year_text(plan)
    slide = to.slide(to.title("cost", sentences.cost_title(plan)), alt, planned=True)
    years = [str(year.year) for year in plan.years]
    series = (
        Series(_("Running"), tuple(year.running for year in plan.years), INKS["pale"][0]),
        Series(_("One-off"), tuple(year.one_off for year in plan.years), INKS["work"][0]),
    )
    unit = _("Thousand %(currency)s", currency=plan.scenario.currency)
    add_text(slide, Box(LEFT, TOP, 6, 0.3), [unit], 12, QUIET)
    add_bars(slide, Box(LEFT, TOP + 0.3, 6.6, BODY.height - 0.3), years, series, alt)
    rows = [
        (
            str(y.year),
            thousands(y.one_off),
            thousands(y.running),
            thousands(y.total),
            _("no limit") if y.budget is None else thousands(y.budget),
        )
        for y in plan.years
    ]
    sums = (sum(y.one_off for y in plan.years), sum(y.running for y in plan.years), total(plan))
    rows.append((_("Total"), thousands(sums[0]), thousands(sums[1]), thousands(sums[2]), ""))
    costs = (_("One-off"), _("Running"), _("Total"), _("Budget"))
    headings = [Heading(_("Year"), 0.16), *(Heading(name, 0.21, True) for name in costs)]
    box = Box(LEFT + 6.9, TOP + 0.3, FULL_WIDTH - 6.9, 2.5)
    add_table(slide, box, headings, rows, to.look, alt)
    scenario = _("Scenario: %(name)s", name=plan.scenario.name)
    texts = [sentences.money_in_a_sentence(plan), scenario]
    add_text(slide, Box(box.left, TOP + 3.2, box.width, 1.6), texts, 13)


def _value(to: Telling) -> None:
    report, plan, case = to.report, to.report.roadmap, to.report.value
    if case is None or not case.benefits or not plan.placements:
        return
    alt = charts.value_by_year_text((plan, case, report.uncertainty))
    title = to.title("value", sentences.value_title(plan, case, report.uncertainty))
    slide = to.slide(title, alt, planned=True)
    years = [str(year.year) for year in case.years]
    series = (
        Series(_("Benefit with evidence"), tuple(y.benefit for y in case.years), INKS["work"][0]),
        Series(_("Cost"), tuple(y.cost for y in case.years), INKS["accent"][0]),
    )
    unit = _("Thousand %(currency)s", currency=plan.scenario.currency)
    add_text(slide, Box(LEFT, TOP, 6, 0.3), [unit], 12, QUIET)
    box = Box(LEFT, TOP + 0.3, 6.6, BODY.height - 0.3)
    add_bars(slide, box, years, series, alt, stacked=False)
    if sure := report.uncertainty:
        rows = list(_ranges(sure, plan.scenario.currency))
        right = Box(LEFT + 6.9, TOP + 0.3, FULL_WIDTH - 6.9, 1.5)
        alt = _("Table: what eight of ten futures bring")
        add_table(slide, right, _range_headings(), rows, to.look, alt)
        texts = [say("slide_futures", runs=sure.runs), sentences.how_sure(plan, sure)]
        add_text(slide, Box(right.left, TOP + 2.5, right.width, 2), texts, 13)


def _range_headings() -> tuple[Heading, ...]:
    return (
        Heading(_("Figure"), 0.31),
        Heading(_("Low"), 0.23, number=True),
        Heading(_("Middle"), 0.23, number=True),
        Heading(_("High"), 0.23, number=True),
    )


def _ranges(sure: Uncertainty, currency: str) -> Iterator[Row]:
    met_in = sure.targets_met
    yield (_("Targets met"), *(thousands(x) for x in (met_in.low, met_in.middle, met_in.high)))
    for name, band in ((_("Cost"), sure.cost), (_("Net present value"), sure.value)):
        yield (name, *(signed_money(x, currency) for x in (band.low, band.middle, band.high)))


def _risks(to: Telling) -> None:
    plan = to.report.roadmap
    rows = [
        (
            risk.name,
            listed([p.initiative.name for p in risk.work], 2) or _("nothing in the plan"),
            str(max((p.end for p in risk.work), default="")),
        )
        for risk in risks(plan)
    ]
    if rows:
        headings = (
            Heading(_("Risk"), 0.40),
            Heading(_("Reduced by"), 0.48),
            Heading(_("By"), 0.12),
        )
        _table(to, to.title("risks", sentences.risks_title(plan)), headings, rows)


def _indicators(to: Telling) -> None:
    """What to follow in the first four quarters, on one slide; what has no room is in the notes."""
    plan = to.report.roadmap
    rows = [
        (
            p.initiative.name,
            p.initiative.leading_indicator or _("Not named yet"),
            p.initiative.lagging_indicator or _("Not named yet"),
        )
        for p in first_quarters(plan)
    ]
    if not rows:
        return
    headings = (
        Heading(_("Initiative"), 0.38),
        Heading(_("Early sign (leading)"), 0.31),
        Heading(_("Result (lagging)"), 0.31),
    )
    title = to.title("indicators", sentences.soon_indicators_title(plan))
    box = Box(LEFT, TOP, FULL_WIDTH, BODY.height - 0.35)
    shown = first_page(headings, rows, box)
    left = rows[len(shown) :]
    notes = "\n".join(f"{name}: {early}; {result}" for name, early, result in left)
    slide = to.slide(title, notes, planned=True)
    add_table(slide, box, headings, shown, to.look, _table_in_words(title, headings, shown))
    if left:
        more = ngettext(
            "And %(num)s more, in the notes.", "And %(num)s more, in the notes.", len(left)
        )
        add_text(slide, Box(LEFT, TOP + box.height + 0.1, FULL_WIDTH, 0.25), [more], 12, QUIET)


def _decisions(to: Telling) -> None:
    report = to.report
    asked = sentences.decisions(report.scorecard, report.roadmap)
    slide = to.slide(say("slide_asked", count=len(asked)) if len(asked) > 1 else asked[0])
    texts = [f"{number}. {text}" for number, text in enumerate(asked, start=1)]
    room = BODY.height - (1.9 if report.decisions else 0)
    add_text(slide, Box(LEFT, TOP, FULL_WIDTH, room), texts, 18)
    if report.decisions:
        taken = [
            f"{d.name}: {d.chosen_name}, {d.decided_by}, {day(d.decided_on)}"
            for d in report.decisions
        ]
        label, below = Box(LEFT, TOP + room + 0.1, FULL_WIDTH, 0.35), TOP + room + 0.5
        add_text(slide, label, [_("Taken already")], 14, to.look.heading, bold=True)
        add_text(slide, Box(LEFT, below, FULL_WIDTH, 1.3), taken, 13, bullets=True)


def _method(to: Telling) -> None:
    report, card, plan = to.report, to.report.scorecard, to.report.roadmap
    slide = to.slide(to.title("method", sentences.method_title(card)))
    texts = [
        _framework(card),
        sentences.answers_title(card),
        _raters(report),
        _(
            "Initiatives: %(catalogue)s %(version)s. %(assumptions)s",
            catalogue=plan.catalogue,
            version=plan.catalogue_version,
            assumptions=plan.assumptions,
        ),
        sentences.plan_quality(plan),
        sentences.assumed_starts(plan),
        sentences.what_does_not_fit(plan),
        *(_reference(each) for each in report.references),
        _("Hash of the inputs: %(hash)s", hash=report.sha256) if report.sha256 else "",
    ]
    add_text(slide, BODY, [text for text in texts if text], 14, bullets=True)


def _framework(card: Scorecard) -> str:
    return _(
        "Framework: %(name)s %(version)s, content %(hash)s, %(depth)s",
        name=card.framework.name,
        version=card.framework.version,
        hash=card.framework.content_hash[:12],
        depth=_("quick depth") if card.depth == "quick" else _("full depth"),
    )


def _raters(report: Report) -> str:
    raters = listed([f"{count} {role}" for role, count in report.raters], 8)
    if raters:
        return _("Who rated: %(roles)s", roles=raters)
    return _("Respondents: %(number)s", number=report.scorecard.respondents)


def _reference(found: Reference) -> str:
    return _(
        "%(name)s %(version)s: %(status)s, checked %(day)s",
        name=found.name,
        version=found.version,
        status=reference_status(found.status),
        day=day(found.checked),
    )


_STORY: tuple[tuple[str, Callable[[Telling], None]], ...] = (
    ("cover", _cover),
    ("summary", _board),
    ("profile", _profile),
    ("capabilities", _holds_back),
    ("gaps", _gaps),
    ("roadmap", _roadmap),
    ("quarters", _first_quarters),
    ("cost", _money),
    ("value", _value),
    ("risks", _risks),
    ("indicators", _indicators),
    ("asked", _decisions),
    (_ALWAYS, _method),
)
"""The chapter of the paper that a slide goes with, and what tells it."""
