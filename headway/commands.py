"""Every command. Exit status 0, 1 for bad input (one sentence a problem), 2 for bad usage."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import click

from domain.errors import HeadwayError, InvalidInput, Problem
from domain.framework import Depth, Framework
from domain.report import Edition, Report
from domain.scorecard import Scorecard
from headway.files import FILE, OUT, framework_at, write
from headway.plan_commands import decide, plan
from headway.report_forms import FORMS, form_of, made


class _Commands(click.Group):
    """Turns what a person can mend into sentences on standard error and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InvalidInput as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
        except HeadwayError as error:
            click.echo(str(error), err=True)
        except OSError as error:
            click.echo(f"{error.filename or 'file'}: {error.strerror}. Check the path.", err=True)
        ctx.exit(1)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="headway")
def main() -> None:
    """Headway: AI-first maturity assessment and the roadmap to 2030.

    Every command reads and writes documented files (docs/file-formats.md). The commands
    that speak of an engagement use the database of the app; HEADWAY_DATABASE_URL names
    another one.
    """


@main.group()
def framework() -> None:
    """Work with framework files."""


@framework.command("check")
@click.argument("files", nargs=-1, required=True, type=FILE)
def framework_check(files: tuple[Path, ...]) -> None:
    """Check framework FILES and name every problem as file:line:column."""
    problems: list[Problem] = []
    for path in files:
        try:
            found = framework_at(path)
        except InvalidInput as error:
            problems.extend(error.problems)
            continue
        questions = list(found.questions())
        click.echo(
            f"{path}: {found.name} {found.version}: {len(found.pillars)} pillars, "
            f"{len(list(found.capabilities()))} capabilities, {len(questions)} questions "
            f"({sum(q.quick for q in questions)} in the quick scan), "
            f"content {found.content_hash[:12]}. No problems."
        )
    if problems:
        raise InvalidInput(problems)


@framework.command("convert")
@click.argument("file", type=FILE)
@click.option(
    "--from",
    "kind",
    required=True,
    type=click.Choice(["aws-lens", "ciso-assistant", "dsomm", "samm", "xlsx"]),
    help="What kind of file it is: a public model, or a workbook of `framework workbook`.",
)
@click.option("--out", required=True, type=OUT, help="The framework file to write.")
def framework_convert(file: Path, kind: str, out: Path) -> None:
    """Turn a public maturity model FILE into a framework, and say what is lost."""
    from storage.readers import Converted, as_yaml, read_model_at

    converted = Converted(_of_workbook(file), ()) if kind == "xlsx" else read_model_at(kind, file)
    out.write_bytes(as_yaml(converted.content))
    for loss in converted.losses:
        click.echo(f"not carried over: {loss}", err=True)
    framework_at(out)
    click.echo(f"{out}: written", err=True)


def _of_workbook(file: Path) -> dict[str, Any]:
    from scoring import strategies
    from storage.framework_workbook import read_framework_workbook
    from storage.sheets import MAX_BYTES
    from storage.versioned_file import content_of

    known = {name: strategy.settings for name, strategy in strategies().items()}
    _, content = read_framework_workbook(content_of(file, MAX_BYTES), file.name, known)
    return content


@framework.command("workbook")
@click.argument("file", type=FILE)
@click.option("--out", required=True, type=OUT, help="The workbook (.xlsx) to write.")
def framework_workbook(file: Path, out: Path) -> None:
    """Write framework FILE as a workbook; `framework convert --from xlsx` reads it back."""
    from storage.framework_workbook import write_framework_workbook
    from storage.strict_yaml import read_yaml
    from storage.versioned_file import content_of

    framework_at(file)
    out.write_bytes(write_framework_workbook(read_yaml(content_of(file), str(file)).value))
    click.echo(f"{out}: written", err=True)


@main.group()
def answers() -> None:
    """Answers in a workbook, for filling in without a network."""


@answers.command("workbook")
@click.option("--framework", "framework_file", required=True, type=FILE, help="Framework YAML.")
@click.option("--depth", type=click.Choice(["quick", "full"]), default="full", show_default=True)
@click.option("--out", required=True, type=OUT, help="The workbook (.xlsx) to write.")
def answers_workbook(framework_file: Path, depth: Depth, out: Path) -> None:
    """Write an empty workbook to fill in."""
    from storage.answer_workbook import write_answer_workbook

    out.write_bytes(write_answer_workbook(framework_at(framework_file), depth))
    click.echo(f"{out}: written", err=True)


@answers.command("read")
@click.argument("file", type=FILE)
@click.option("--framework", "framework_file", required=True, type=FILE, help="Framework YAML.")
@click.option("--respondent", required=True, help="Whose answers these are.")
@click.option("--out", required=True, type=OUT, help="The answers as CSV.")
def answers_read(file: Path, framework_file: Path, respondent: str, out: Path) -> None:
    """Read a workbook that was filled in; every mistake is named with its cell."""
    from storage.answer_files import write_answers
    from storage.answer_workbook import read_answer_workbook
    from storage.sheets import MAX_BYTES
    from storage.versioned_file import content_of

    loaded = framework_at(framework_file)
    content = content_of(file, MAX_BYTES)
    found = read_answer_workbook(content, file.name, loaded, respondent)
    out.write_text(write_answers(found), encoding="utf-8")
    click.echo(f"{out}: {len(found)} answers written", err=True)


@framework.command("diff")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def framework_diff(old: Path, new: Path) -> None:
    """Say what version NEW of a framework changes against version OLD."""
    from scoring import difference

    lines = list(difference(framework_at(old), framework_at(new)))
    click.echo("\n".join(lines) or "Nothing that is asked or scored differs.")


@framework.command("map")
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--out", required=True, type=OUT, help="The mapping file to write.")
def framework_map(old: Path, new: Path, out: Path) -> None:
    """Draft a mapping from version OLD to NEW; what does not simply stay is left to you."""
    from scoring import draft_mapping
    from storage.mappings import mapping_content
    from storage.readers import as_yaml

    before, after = framework_at(old), framework_at(new)
    draft = draft_mapping(before, after)
    out.write_bytes(as_yaml(mapping_content(draft, before, after)))
    click.echo(f"{out}: written, {len(draft)} questions to decide on", err=True)


@framework.command("initiatives")
@click.argument("file", type=FILE)
@click.option("--out", required=True, type=OUT, help="The catalogue file to write.")
def framework_initiatives(file: Path, out: Path) -> None:
    """Draft a catalogue for framework FILE: a step for each level, estimates to be replaced."""
    from storage.catalogue_draft import draft_catalogue
    from storage.readers import as_yaml

    out.write_bytes(as_yaml(draft_catalogue(framework_at(file))))
    click.echo(f"{out}: written; every estimate in it is a placeholder", err=True)


@main.command()
@click.option("--framework", "framework_file", required=True, type=FILE, help="Framework YAML.")
@click.option("--answers", "answers_file", required=True, type=FILE, help="Answers as CSV.")
@click.option(
    "--depth",
    type=click.Choice(["auto", "quick", "full"]),
    default="auto",
    show_default=True,
    help="Which questions count; auto is quick when only quick-scan questions were answered.",
)
@click.option(
    "--context", multiple=True, metavar="ITEM=CHOICE", help="A fact that decides what applies."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the age of evidence is counted; today unless given.",
)
@click.option(
    "--explain",
    "node_id",
    metavar="ID",
    help="Instead of JSON: what made this figure, and what would lift it one level.",
)
@click.option("--out", type=OUT, help="Write the scorecard here instead of standard output.")
def score(
    framework_file: Path,
    answers_file: Path,
    depth: str,
    context: tuple[str, ...],
    as_of: datetime | None,
    node_id: str | None,
    out: Path | None,
) -> None:
    """Score answers against a framework, as scorecard JSON."""
    from scoring import score as score_answers
    from storage.answer_files import read_answers
    from storage.results import dump_scorecard

    loaded = framework_at(framework_file)
    answers = read_answers(answers_file)
    answered = {answer.question for answer in answers}
    day = as_of.date() if as_of else None
    card = score_answers(loaded, answers, _depth(depth, loaded, answered), _context(context), day)
    write(_explained(loaded, card, node_id) if node_id else dump_scorecard(card), out)


def _explained(framework: Framework, card: Scorecard, node_id: str) -> str:
    from scoring import explain, shortest_lift

    if node_id in {question.id for question in card.questions}:
        return f"{node_id} is a question; explain its capability, a pillar or overall."
    try:
        lines = list(explain(card, node_id).lines())
    except KeyError:
        raise InvalidInput(
            f"--explain {node_id}: the framework has no pillar or capability of this id. "
            "Take one of those in the scorecard, or overall."
        ) from None
    lift = shortest_lift(framework, card, node_id)
    if lift:
        lines += [f"Shortest way to level {lift.level}:", *(f"  {line}" for line in lift.lines())]
    return "\n".join(lines)


@main.command("carry")
@click.option("--answers", "answers_file", required=True, type=FILE, help="Answers as CSV.")
@click.option("--from", "old_file", required=True, type=FILE, help="The framework answered.")
@click.option("--to", "new_file", required=True, type=FILE, help="Its new version.")
@click.option("--mapping", "mapping_file", type=FILE, help="Where questions went.")
@click.option("--out", required=True, type=OUT, help="The answers to the new version.")
def carry_command(
    answers_file: Path, old_file: Path, new_file: Path, mapping_file: Path | None, out: Path
) -> None:
    """Carry answers from one version of a framework to the next; what stays behind is named."""
    from scoring import carry
    from storage.answer_files import read_answers, write_answers
    from storage.mappings import load_mapping

    old, new = framework_at(old_file), framework_at(new_file)
    mapping = load_mapping(mapping_file, old, new) if mapping_file else ()
    carried = carry(read_answers(answers_file), old, new, mapping)
    out.write_text(write_answers(carried.answers), encoding="utf-8")
    for answer, reason in carried.dropped:
        place = f"respondent {answer.respondent}, question {answer.question}"
        click.echo(f"left behind: {place}: {reason}", err=True)
    click.echo(f"{out}: {len(carried.answers)} answers written", err=True)


@main.group(invoke_without_command=True)
@click.option("--engagement", "engagement_id", metavar="ID", help="Print a stored engagement.")
@click.option("--scorecard", "scorecard_file", type=FILE, help="Scorecard JSON, from score.")
@click.option("--roadmap", "roadmap_file", type=FILE, help="Roadmap JSON, from plan.")
@click.option("--organisation", default="", help="Whose name stands on the cover.")
@click.option(
    "--form",
    type=click.Choice(FORMS),
    help="What to write; the ending of --out says it unless given (.zip for csv).",
)
@click.option(
    "--edition",
    type=click.Choice(get_args(Edition)),
    default="full",
    help="Of a PDF: all of it, decisions first on few pages, or the Chief AI Officer's charter.",
)
@click.option("--out", type=OUT, help="The file to write, such as board.pdf.")
@click.pass_context
def report(
    ctx: click.Context,
    engagement_id: str | None,
    scorecard_file: Path | None,
    roadmap_file: Path | None,
    organisation: str,
    form: str | None,
    edition: Edition,
    out: Path | None,
) -> None:
    """Write the report of an engagement, or of a scorecard with its roadmap.

    As PDF, slides (.pptx), workbook (.xlsx), data (.json), or CSV files in a .zip.
    """
    if ctx.invoked_subcommand:
        return
    if out is None:
        raise click.UsageError("Missing option '--out': say which file to write.")
    wanted = form_of(out, form)
    if engagement_id and not (scorecard_file or roadmap_file):
        import engagements

        composed = engagements.compose_report(_database(), engagement_id)
    elif scorecard_file and roadmap_file and not engagement_id:
        composed = _report_of_files(scorecard_file, roadmap_file, organisation)
    else:
        raise click.UsageError("Give either --engagement, or --scorecard with --roadmap.")
    out.write_bytes(made(composed, wanted, edition, _progress))
    click.echo(f"{out}: written", err=True)


@report.command("verify")
@click.argument("file", type=FILE)
@click.option("--engagement", "engagement_id", metavar="ID", help="Which one it should match.")
def report_verify(file: Path, engagement_id: str | None) -> None:
    """Say whether a paper is as it was issued, and what has changed since.

    Ends with 1 when it is not, or when it no longer says what is stored.
    """
    import engagements
    from reporting import read_stamp, verify

    content, db = file.read_bytes(), _database()
    stamp, issued = read_stamp(content), engagements.issued_as(db, content)
    identifier = engagement_id or (issued and issued.engagement)
    if not identifier:
        raise InvalidInput(
            Problem(
                str(file),
                "nobody issued a paper with these bytes here. Name the engagement to compare "
                "what it says: --engagement ID",
            )
        )
    verdict = verify(stamp, issued, engagements.compose_report(db, identifier))
    click.echo(f"{verdict.as_issued} {verdict.as_stored}")
    for change in verdict.changes:
        click.echo(f"- {change}")
    sys.exit(0 if verdict.holds else 1)


@main.command()
def example() -> None:
    """Create the example engagement if it is not there, and print its id."""
    import engagements

    click.echo(engagements.create_example(_database()))


@main.command("export")
@click.argument("engagement_id")
@click.option("--out", required=True, type=OUT, help="The file to write.")
def export_command(engagement_id: str, out: Path) -> None:
    """Write an engagement with all its answers to one file."""
    import engagements

    out.write_bytes(engagements.export_engagement(_database(), engagement_id))
    click.echo(f"{out}: written", err=True)


@main.command("import")
@click.argument("file", type=FILE)
def import_command(file: Path) -> None:
    """Bring in an exported engagement, and print its id."""
    import engagements

    click.echo(engagements.import_engagement(_database(), "command line", file.read_bytes()))


def _database() -> Any:
    from storage.database import default_database_url, open_database
    from storage.migrate import migrate

    database = open_database(default_database_url())
    migrate(database)
    return database


def _depth(wanted: str, framework: Framework, answered: set[str]) -> Depth:
    if wanted == "auto":
        quick = {question.id for question in framework.questions("quick")}
        return "quick" if answered and answered <= quick else "full"
    return "quick" if wanted == "quick" else "full"


def _context(pairs: tuple[str, ...]) -> dict[str, str]:
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.UsageError(f"--context wants ITEM=CHOICE, not {wrong[0]!r}.")
    return dict(pair.split("=", 1) for pair in pairs)


def _report_of_files(scorecard_file: Path, roadmap_file: Path, organisation: str) -> Report:
    from planning import value_case
    from storage.results import load_roadmap, load_scorecard

    card, roadmap = load_scorecard(scorecard_file), load_roadmap(roadmap_file)
    if card.framework.content_hash != roadmap.framework_hash:
        raise InvalidInput(
            f"{roadmap_file}: was made with another framework than {scorecard_file}. "
            "Make the roadmap again from this scorecard."
        )
    return Report(
        organisation=organisation or "Organisation",
        title="AI-first roadmap 2030",
        made_on=datetime.now(UTC).date(),
        scorecard=card,
        roadmap=roadmap,
        value=value_case(roadmap),
    )


def _progress(share: float, step: str) -> None:
    click.echo(f"{share:4.0%} {step}", err=True)


main.add_command(plan)
main.add_command(decide)
