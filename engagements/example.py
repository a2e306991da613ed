"""An engagement to look around in: an invented company with uneven, disputed answers."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection

from domain.decisions import DecisionRecord
from domain.engagement import Assessment, Engagement, Respondent
from domain.framework import Framework
from domain.planning import Catalogue, Estimate, Register, Scenario
from engagements.answering import answer_problems
from engagements.decisions import option_record, record_problems, rules_with
from engagements.frameworks import keep_shipped, list_frameworks
from engagements.respondents import name_problems, new_respondent_id
from engagements.scenarios import plan_period, scenario_problems
from engagements.starting import ASSESSMENT_NAMES, engagement_problems
from engagements.texts import refuse
from storage import answer_records, records
from storage.catalogues import load_catalogue
from storage.database import Database
from storage.decision_files import load_decisions
from storage.example_file import ExampleFile, answers_by, load_example
from storage.results import decisions_content, register_content
from storage.shipped import catalogue_path, decisions_path

EXAMPLE_ID = "example"
_ACTOR = "Headway"


def create_example(db: Database) -> str:
    """Make the example engagement if it is not there, and give its id."""
    with db.reading() as connection:
        if records.engagement_by_id(connection, EXAMPLE_ID):
            return EXAMPLE_ID
    example = load_example()
    framework = next(known for known in list_frameworks(db) if known.id == example.framework)
    catalogue = load_catalogue(_shipped(catalogue_path(framework.id)), framework)
    register = _register(example, catalogue)
    decisions = tuple(_decisions(example, framework, catalogue))
    with db.writing() as connection:
        if records.engagement_by_id(connection, EXAMPLE_ID) is None:
            _add(connection, example, framework, register, decisions)
    return EXAMPLE_ID


def _add(
    connection: Connection,
    example: ExampleFile,
    framework: Framework,
    register: Register,
    decisions: tuple[DecisionRecord, ...],
) -> None:
    now = datetime.now(UTC)
    engagement = Engagement(
        id=EXAMPLE_ID,
        organisation=example.organisation,
        title=example.title,
        framework_id=framework.id,
        framework_version=framework.version,
        framework_hash=framework.content_hash,
        created=now,
        scope=example.scope,
        example=True,
        context=example.context,
    )
    assessment = Assessment(f"{EXAMPLE_ID}-1", EXAMPLE_ID, ASSESSMENT_NAMES["full"], "full", now)
    scenario = _scenario(example, now, {name for each in decisions for name in each.implies})
    refuse(_problems(example, engagement, scenario, framework))
    keep_shipped(connection, framework.content_hash)
    records.add_engagement(connection, engagement)
    records.add_assessment(connection, assessment)
    _add_answers(connection, example, assessment)
    records.add_scenario(connection, EXAMPLE_ID, scenario, now)
    for kind, content in (
        ("register", register_content(register)),
        ("decisions", decisions_content(decisions)),
    ):
        records.add_planning_record(connection, EXAMPLE_ID, kind, content, now)
    records.add_audit(connection, now, _ACTOR, "created example", EXAMPLE_ID)


def _shipped(path: Path | None) -> Path:
    if path is None:
        raise AssertionError("the example's framework has a catalogue and decisions")
    return path


def _register(example: ExampleFile, catalogue: Catalogue) -> Register:
    """The catalogue's benefits with what the organisation knows about them."""
    register = catalogue.register
    known = {each.id: each for each in register.benefits}
    for name, entry in example.benefits.items():
        known[name] = replace(
            known[name],
            yearly=Estimate(entry.yearly.low, entry.yearly.likely, entry.yearly.high),
            grade=entry.grade,
            evidence=entry.evidence,
            baseline=entry.baseline,
            share=entry.share,
        )
    return replace(register, benefits=tuple(known.values()))


def _decisions(
    example: ExampleFile, framework: Framework, catalogue: Catalogue
) -> Iterator[DecisionRecord]:
    aid = load_decisions(_shipped(decisions_path(framework.id)), framework, catalogue)
    for name, entry in example.decisions.items():
        record = option_record(aid, name, entry.chosen, entry.rationale, entry.decided_by)
        refuse(record_problems(record))
        yield record


def _scenario(example: ExampleFile, now: datetime, implied: Collection[str]) -> Scenario:
    start, end = plan_period(now.date())
    planned = example.scenario
    return Scenario(
        name=planned.name,
        start=start,
        end=end,
        targets=planned.targets,
        budget={int(year): amount for year, amount in planned.budget.items()},
        currency=planned.currency,
        rules=rules_with({}, implied),
    )


def _add_answers(connection: Connection, example: ExampleFile, assessment: Assessment) -> None:
    for person in example.respondents:
        member = Respondent(new_respondent_id(), assessment.id, person.name, person.role)
        records.add_respondent(connection, member, datetime.now(UTC))
        for answer in answers_by(example, person, member.id, date.today()):
            answer_records.add_answer(connection, answer, datetime.now(UTC))


def _problems(
    example: ExampleFile, engagement: Engagement, scenario: Scenario, framework: Framework
) -> Iterator[str]:
    """What in the example does not fit the framework any more."""
    yield from engagement_problems(engagement, framework)
    yield from scenario_problems(scenario, framework)
    questions = {question.id: question for question in framework.questions()}
    for person in example.respondents:
        yield from name_problems(person.name, person.role, framework)
        for answer in answers_by(example, person, person.id, date.today()):
            yield from answer_problems(answer, questions)
