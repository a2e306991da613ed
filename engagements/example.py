"""An engagement to look around in: an invented company with uneven, disputed answers."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from domain.engagement import Assessment, Engagement, Respondent
from domain.framework import Framework
from domain.planning import Scenario
from engagements.answering import answer_problems
from engagements.frameworks import keep_shipped, list_frameworks
from engagements.plans import plan_period, scenario_problems
from engagements.respondents import name_problems, new_respondent_id
from engagements.starting import ASSESSMENT_NAMES, engagement_problems
from engagements.texts import refuse
from storage import answer_records, records
from storage.database import Database
from storage.example_file import ExampleFile, answers_by, load_example

EXAMPLE_ID = "example"
_ACTOR = "Headway"


def create_example(db: Database) -> str:
    """Make the example engagement if it is not there, and give its id."""
    with db.reading() as connection:
        if records.engagement_by_id(connection, EXAMPLE_ID):
            return EXAMPLE_ID
    example = load_example()
    framework = next(known for known in list_frameworks(db) if known.id == example.framework)
    with db.writing() as connection:
        if records.engagement_by_id(connection, EXAMPLE_ID) is None:
            _add(connection, example, framework)
    return EXAMPLE_ID


def _add(connection: Connection, example: ExampleFile, framework: Framework) -> None:
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
    scenario = _scenario(example, now)
    refuse(_problems(example, engagement, scenario, framework))
    keep_shipped(connection, framework.content_hash)
    records.add_engagement(connection, engagement)
    records.add_assessment(connection, assessment)
    _add_answers(connection, example, assessment)
    records.add_scenario(connection, EXAMPLE_ID, scenario, now)
    records.add_audit(connection, now, _ACTOR, "created example", EXAMPLE_ID)


def _scenario(example: ExampleFile, now: datetime) -> Scenario:
    start, end = plan_period(now.date())
    planned = example.scenario
    return Scenario(
        name=planned.name,
        start=start,
        end=end,
        targets=planned.targets,
        budget={int(year): amount for year, amount in planned.budget.items()},
        currency=planned.currency,
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
