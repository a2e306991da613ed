"""Taking an engagement from one machine to another."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from domain.engagement import Respondent
from domain.framework import Framework
from domain.planning import Scenario
from engagements.answering import answer_problems
from engagements.decisions import decisions_of
from engagements.frameworks import keep
from engagements.lookup import engagement_with
from engagements.plans import actuals_of
from engagements.respondents import name_problems, new_respondent_id
from engagements.scenarios import scenario_problems
from engagements.starting import engagement_problems
from engagements.texts import length_problems, line, note, refuse
from storage import answer_records, records
from storage.answer_records import AnswerEvent
from storage.database import Database
from storage.engagement_file import EngagementContent, dump_engagement, read_engagement
from storage.frameworks import read_framework
from storage.results import (
    Content,
    actuals_content,
    decisions_content,
    register_content,
    register_from,
)


def export_engagement(db: Database, engagement_id: str) -> bytes:
    """An engagement as one JSON file of the format headway-engagement/1. Raises NotFound.

    It holds the framework, every answer ever given, scenarios, benefits, progress and decisions,
    and the ids with which respondents go on answering: treat it as confidential. Issued reports,
    plans (they can be made again) and the audit log stay behind.
    """
    with db.reading() as connection:
        engagement = engagement_with(connection, engagement_id)
        assessment = records.assessment_of(connection, engagement_id)
        framework = records.framework_content(connection, engagement.framework_hash) or b""
        saved = records.planning_record(connection, engagement_id, "register")
        exported = EngagementContent(
            engagement=engagement,
            framework=framework.decode("utf-8-sig"),
            assessment=assessment,
            respondents=records.respondents_in(connection, assessment.id),
            answers=answer_records.events_in(connection, assessment.id),
            scenario=records.scenario_of(connection, engagement_id),
            other_scenarios=records.scenarios_of(connection, engagement_id)[:-1],
            benefit_register=register_from(saved) if saved else None,
            actuals=actuals_of(db, engagement_id),
            decisions=decisions_of(db, engagement_id),
        )
    return dump_engagement(exported)


def import_engagement(db: Database, actor: str, content: bytes) -> str:
    """Bring in an exported engagement, all of it or nothing, and give its id.

    When an engagement with this id is here already, the import is a copy with new ids, and
    its respondents need new links. Raises InvalidInput for a file that was damaged, edited or
    does not fit its own framework.
    """
    found = _cleaned(read_engagement(content, "file"))
    framework = read_framework(found.framework.encode(), "file, framework")
    refuse(_problems(found, framework))
    with db.writing() as connection:
        if _is_here(connection, found):
            found = _with_new_ids(found)
        keep(connection, framework, found.framework.encode())
        _add(connection, found)
        now = datetime.now(UTC)
        records.add_audit(connection, now, line(actor), "imported engagement", found.engagement.id)
    return found.engagement.id


def _cleaned(found: EngagementContent) -> EngagementContent:
    """The same with all texts in the form in which they would have been saved here."""
    engagement = replace(
        found.engagement,
        organisation=line(found.engagement.organisation),
        title=line(found.engagement.title),
        scope=line(found.engagement.scope),
    )
    assessment = replace(found.assessment, name=line(found.assessment.name))
    respondents = tuple(replace(one, name=line(one.name)) for one in found.respondents)
    answers = tuple(_cleaned_answer(event) for event in found.answers)
    return replace(
        found,
        engagement=engagement,
        assessment=assessment,
        respondents=respondents,
        answers=answers,
    )


def _cleaned_answer(event: AnswerEvent) -> AnswerEvent:
    answer = event.answer
    cleaned = replace(
        answer,
        comment=note(answer.comment),
        evidence=note(answer.evidence),
        verified_by=line(answer.verified_by),
    )
    return replace(event, answer=cleaned)


def _problems(found: EngagementContent, framework: Framework) -> Iterator[str]:
    """Everything in the file that could not have been saved here."""
    if framework.content_hash != found.engagement.framework_hash:
        yield "The framework in the file is not the one that the engagement is pinned to."
        return
    yield from engagement_problems(found.engagement, framework)
    yield from length_problems(found.assessment.name, "assessment's name", shortest=1)
    for respondent in found.respondents:
        yield from name_problems(respondent.name, respondent.role, framework)
    yield from _answer_problems(found, framework)
    for scenario in _scenarios(found):
        yield from scenario_problems(scenario, framework)


def _answer_problems(found: EngagementContent, framework: Framework) -> Iterator[str]:
    questions = {question.id: question for question in framework.questions()}
    known = {respondent.id for respondent in found.respondents}
    for number, event in enumerate(found.answers, start=1):
        if event.answer.respondent not in known:
            yield f"Answer {number} is by somebody who is not in the file."
        for problem in answer_problems(event.answer, questions):
            yield f"Answer {number}: {problem}"


def _is_here(connection: Connection, found: EngagementContent) -> bool:
    if records.engagement_by_id(connection, found.engagement.id):
        return True
    return any(records.respondent_by_id(connection, one.id) for one in found.respondents)


def _with_new_ids(found: EngagementContent) -> EngagementContent:
    new = {respondent.id: new_respondent_id() for respondent in found.respondents}
    return replace(
        found,
        engagement=replace(found.engagement, id=secrets.token_hex(8)),
        respondents=tuple(replace(one, id=new[one.id]) for one in found.respondents),
        answers=tuple(
            replace(event, answer=replace(event.answer, respondent=new[event.answer.respondent]))
            for event in found.answers
        ),
    )


def _add(connection: Connection, found: EngagementContent) -> None:
    assessment = replace(found.assessment, id=secrets.token_hex(8), engagement=found.engagement.id)
    records.add_engagement(connection, found.engagement)
    records.add_assessment(connection, assessment)
    for respondent in found.respondents:
        member = Respondent(respondent.id, assessment.id, respondent.name, respondent.role)
        records.add_respondent(connection, member, datetime.now(UTC))
    for event in found.answers:
        answer_records.add_answer(connection, event.answer, event.at)
    now = datetime.now(UTC)
    for scenario in _scenarios(found):
        records.add_scenario(connection, found.engagement.id, scenario, now)
    for kind, content in _planning_records(found):
        records.add_planning_record(connection, found.engagement.id, kind, content, now)


def _scenarios(found: EngagementContent) -> tuple[Scenario, ...]:
    """All scenarios, the one in use at the end."""
    return (*found.other_scenarios, *([found.scenario] if found.scenario else []))


def _planning_records(found: EngagementContent) -> Iterator[tuple[str, Content]]:
    if found.benefit_register:
        yield "register", register_content(found.benefit_register)
    if found.actuals:
        yield "actuals", actuals_content(found.actuals)
    if found.decisions:
        yield "decisions", decisions_content(found.decisions)
