"""Commands about the way ahead: the plan with everything behind it, and strategy decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from domain.errors import InvalidInput, NotFound
from domain.framework import Framework
from domain.planning import Actual, Catalogue, Roadmap, Scenario
from domain.scorecard import Scorecard
from headway.files import FILE, OUT, framework_at, write


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a plan is made from."""

    framework: Framework
    card: Scorecard
    catalogue: Catalogue
    scenario: Scenario
    actuals: tuple[Actual, ...]


@click.command()
@click.argument("file", required=False, type=FILE)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["headway", "rcpsp"]),
    default="headway",
    show_default=True,
    help="rcpsp: the shortest schedule of a single-mode PSPLIB FILE (.sm).",
)
@click.option("--framework", "framework_file", type=FILE, help="Framework YAML.")
@click.option("--scorecard", "scorecard_file", type=FILE, help="Scorecard JSON, from score.")
@click.option("--catalogue", "catalogue_file", type=FILE, help="Initiatives YAML.")
@click.option("--scenario", "scenario_file", type=FILE, help="Scenario YAML.")
@click.option("--progress", "progress_file", type=FILE, help="What has happened so far, YAML.")
@click.option("--keep", "keep_file", type=FILE, help="An earlier roadmap to stay close to.")
@click.option(
    "--effort",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="How long to look, in seconds of work; 0 takes a first plan at once.",
)
@click.option("--explain", metavar="ID", help="Why an initiative stands where it stands.")
@click.option("--ways-out", metavar="ID", help="What a missed target (a capability) would take.")
@click.option("--scarce", is_flag=True, help="What the plan uses up, and when.")
@click.option("--value", "worth", is_flag=True, help="What the plan is worth.")
@click.option("--sure", is_flag=True, help="How sure it is: ranges, chances, what matters most.")
@click.option("--out", type=OUT, help="Write the roadmap (JSON) here.")
def plan(
    file: Path | None,
    kind: str,
    framework_file: Path | None,
    scorecard_file: Path | None,
    catalogue_file: Path | None,
    scenario_file: Path | None,
    progress_file: Path | None,
    keep_file: Path | None,
    effort: float,
    explain: str | None,
    ways_out: str | None,
    scarce: bool,
    worth: bool,
    sure: bool,
    out: Path | None,
) -> None:
    """The best roadmap under a scenario, as roadmap JSON, or answers about it in words.

    Needs --framework, --scorecard, --catalogue and --scenario. With --explain, --ways-out,
    --scarce, --value, --sure or --keep the answers are printed; the roadmap then goes to --out.
    """
    if kind == "rcpsp":
        if file is None:
            raise click.UsageError("--format rcpsp wants the FILE to schedule.")
        write(_schedule(file, effort), out)
        return
    if file or not (framework_file and scorecard_file and catalogue_file and scenario_file):
        raise click.UsageError(
            "Give --framework, --scorecard, --catalogue and --scenario, or --format rcpsp FILE."
        )
    given = _inputs(framework_file, scorecard_file, catalogue_file, scenario_file, progress_file)
    before = _roadmap_at(keep_file)
    roadmap = _planned(given, before, effort)
    lines = [
        *(_changes(before, roadmap) if before else ()),
        *(_explained(given, roadmap, explain) if explain else ()),
        *(_ways_out(given, roadmap, ways_out) if ways_out else ()),
        *(_scarce(roadmap) if scarce else ()),
        *(_worth(given, roadmap) if worth else ()),
        *(_sure(given, roadmap) if sure else ()),
    ]
    from storage.results import dump_roadmap

    if out is not None or not lines:
        write(dump_roadmap(roadmap), out)
    if lines:
        click.echo("\n".join(lines))


def _inputs(
    framework: Path, scorecard: Path, catalogue: Path, scenario: Path, progress: Path | None
) -> _Inputs:
    from storage.catalogues import load_catalogue
    from storage.progress_files import load_progress
    from storage.results import load_scorecard
    from storage.scenarios import load_scenario

    loaded = framework_at(framework)
    initiatives = load_catalogue(catalogue, loaded)
    return _Inputs(
        loaded,
        load_scorecard(scorecard),
        initiatives,
        load_scenario(scenario, loaded),
        load_progress(progress, initiatives) if progress else (),
    )


def _roadmap_at(path: Path | None) -> Roadmap | None:
    from storage.results import load_roadmap

    return load_roadmap(path) if path else None


def _planned(given: _Inputs, before: Roadmap | None, effort: float) -> Roadmap:
    from planning import Step, make_roadmap
    from reporting import sentences

    def tell(step: Step) -> bool:
        click.echo(f"better plan found, {step.aim}, step {step.number + 1}", err=True)
        return True

    roadmap = make_roadmap(
        given.framework,
        given.card,
        given.catalogue,
        given.scenario,
        given.actuals,
        before,
        effort,
        tell,
    )
    for sentence in (
        sentences.plan_in_a_sentence(roadmap),
        sentences.what_does_not_fit(roadmap),
        sentences.plan_quality(roadmap),
        sentences.assumed_starts(roadmap),
    ):
        if sentence:
            click.echo(f"{sentence}.", err=True)
    return roadmap


def _changes(before: Roadmap, roadmap: Roadmap) -> Iterator[str]:
    from planning import compare
    from reporting import sentences

    yield "Against the earlier roadmap:"
    yield from (f"  {found}." for found in sentences.changes(compare(before, roadmap)))


def _explained(given: _Inputs, roadmap: Roadmap, initiative: str) -> Iterator[str]:
    from planning import explain_placement
    from reporting.words import money

    left = {item.initiative.id: item for item in roadmap.left_out}
    if initiative in left:
        item = left[initiative]
        yield f"{item.initiative.name} is not in the plan. {item.because}"
        return
    try:
        found = explain_placement(
            given.framework, given.card, given.catalogue, roadmap, initiative, given.actuals
        )
    except NotFound as error:
        raise InvalidInput(f"--explain {initiative}: {error} Take an id of the roadmap.") from None
    place = next(p for p in roadmap.placements if p.initiative.id == initiative)
    yield f"{place.initiative.name}: {place.start} to {place.end}. {found.why}"
    yield from _under("Waits for", found.waits_for)
    yield from _under("Waits for it", found.waited_by)
    yield from _under("To start it earlier", found.earlier)
    yield f"Slack: {found.slack} quarters"
    lost = found.dropped
    yield f"If it is dropped, {money(lost.freed, roadmap.scenario.currency)} is freed, and"
    yield from _under("  falls with it", lost.initiatives)
    yield from _under("  targets", lost.targets)
    yield from _under("  benefits that do not come", lost.benefits)


def _under(title: str, items: tuple[str, ...]) -> Iterator[str]:
    yield f"{title}: {'nothing' if not items else ''}".rstrip()
    indent = " " * (len(title) - len(title.lstrip()) + 2)
    yield from (f"{indent}{item}" for item in items)


def _ways_out(given: _Inputs, roadmap: Roadmap, capability: str) -> Iterator[str]:
    from planning import ways_out

    if capability not in {gap.capability for gap in roadmap.gaps}:
        raise InvalidInput(
            f"--ways-out {capability}: the scenario has no target for it. "
            "Take the id of a capability with a target."
        )
    found = ways_out(
        given.framework, given.card, given.catalogue, roadmap, capability, given.actuals
    )
    if found is None:
        yield "The plan meets this target."
        return
    yield found.text
    yield from (f"  {way.text}" for way in found.ways)


def _scarce(roadmap: Roadmap) -> Iterator[str]:
    from reporting import facts, sentences

    yield f"{sentences.scarce(roadmap)}."
    for use in facts.limits_used(roadmap):
        if use.share >= facts.FULL:
            yield f"  {use.quarter} {use.name}: {use.used:,.1f} of {use.limit:,.1f} {use.unit}"


def _worth(given: _Inputs, roadmap: Roadmap) -> Iterator[str]:
    from planning import uncertainty, value_case
    from reporting import sentences, tables

    case = value_case(roadmap)
    sure = uncertainty(given.framework, given.card, given.catalogue, roadmap, given.actuals)
    yield f"{sentences.value_title(roadmap, case, sure)}."
    yield tables.benefits(roadmap, case).to_string(index=False)
    yield tables.value_by_year((roadmap, case, sure)).to_string(index=False)
    yield tables.by_unit(roadmap, case).to_string(index=False)
    for double in case.double:
        yield f"{double.name}: {double.claimed:,.0f} claimed a year of {double.there:,.0f}."


def _sure(given: _Inputs, roadmap: Roadmap) -> Iterator[str]:
    from planning import uncertainty
    from reporting import sentences, tables

    sure = uncertainty(given.framework, given.card, given.catalogue, roadmap, given.actuals)
    yield f"{sentences.how_sure(roadmap, sure)}."
    yield f"{sure.runs:,} runs, seed {sure.seed}. Mean level by year:"
    yield tables.maturity_band((roadmap, sure)).to_string(index=False)
    yield "Chance of each target:"
    yield from (f"  {share:5.0%} {name}" for name, share in sorted(sure.chances.items()))
    yield "What matters most (rank correlation):"
    for driver in sure.drivers:
        yield f"  {driver.result}: {driver.name}, {driver.what}, {driver.strength:+.2f}"


def _schedule(path: Path, effort: float) -> str:
    from planning import shortest_schedule
    from storage.psplib_files import load_psplib

    found = shortest_schedule(load_psplib(path), effort)
    if found is None:
        raise InvalidInput(f"{path}: an activity asks for more of a resource than there is.")
    known = "proved shortest" if found.proved else f"at least {found.bound}"
    lines = (f"{name} {start}" for name, start in found.starts.items())
    return "\n".join([f"makespan {found.makespan} ({known})", *lines])


@click.command()
@click.argument("file", type=FILE)
@click.option("--framework", "framework_file", required=True, type=FILE, help="Framework YAML.")
@click.option("--catalogue", "catalogue_file", required=True, type=FILE, help="Initiatives YAML.")
@click.option("--decision", "decision_id", metavar="ID", help="Only this one.")
@click.option("--input", "inputs", multiple=True, metavar="ID=VALUE", help="Another number.")
@click.option("--weight", "weights", multiple=True, metavar="ID=VALUE", help="Another weight.")
def decide(
    file: Path,
    framework_file: Path,
    catalogue_file: Path,
    decision_id: str | None,
    inputs: tuple[str, ...],
    weights: tuple[str, ...],
) -> None:
    """Rank the options of the decisions in FILE, and say what would change the order."""
    from planning import what_would_change
    from storage.catalogues import load_catalogue
    from storage.decision_files import load_decisions

    framework = framework_at(framework_file)
    aid = load_decisions(file, framework, load_catalogue(catalogue_file, framework))
    chosen = [d for d in aid.option_decisions if decision_id in (None, d.id)]
    if not chosen:
        known = ", ".join(decision.id for decision in aid.option_decisions)
        raise InvalidInput(f"--decision {decision_id}: there is none such. Take one of {known}.")
    for decision in chosen:
        changes = what_would_change(decision, _numbers(inputs), _numbers(weights))
        click.echo(f"{decision.name}\n{changes.ranking.text}")
        for standing in changes.ranking.standings:
            total = standing.cost.total
            click.echo(f"  {standing.score:.2f}  {standing.option.name}  {total:,.0f} thousand")
        click.echo(changes.text)
        texts = [each.text for each in changes.inputs if each.below or each.above]
        texts += [each.text for each in changes.weights if each.below or each.above]
        for text in texts:
            click.echo(f"  {text}")


def _numbers(pairs: tuple[str, ...]) -> dict[str, float]:
    found = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise click.UsageError(f"ID=VALUE with a number was expected, not {pair!r}.") from None
    return found
