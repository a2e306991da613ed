"""What people do with Headway: each function is one action of a person.

The first argument is the open database. Actions that change something take the `actor`, a
name for the audit log; the change and its audit record are one transaction. People's
mistakes raise InvalidInput, what does not exist raises NotFound (see `domain.errors`).
"""

from engagements.answering import answers_of, assessment_answers, progress_of, record_answer
from engagements.example import create_example
from engagements.frameworks import (
    add_framework,
    catalogue_of,
    check_framework,
    framework_by_hash,
    framework_of,
    list_frameworks,
)
from engagements.insight import (
    SMALLEST_GROUP,
    Spread,
    by_role,
    lift_of,
    percent_to_target,
    spread_of,
    what_if,
)
from engagements.overview import find_engagement, list_engagements
from engagements.plans import plan_engagement, save_scenario, scenario_of, score_engagement
from engagements.reports import (
    compose_report,
    issue_report,
    open_report,
    report_link,
    reports_of,
)
from engagements.respondents import find_respondent, join_assessment, respondents_of
from engagements.starting import record_context, start_engagement
from engagements.transfer import export_engagement, import_engagement

__all__ = [
    "SMALLEST_GROUP",
    "Spread",
    "add_framework",
    "answers_of",
    "assessment_answers",
    "by_role",
    "catalogue_of",
    "check_framework",
    "compose_report",
    "create_example",
    "export_engagement",
    "find_engagement",
    "find_respondent",
    "framework_by_hash",
    "framework_of",
    "import_engagement",
    "issue_report",
    "join_assessment",
    "lift_of",
    "list_engagements",
    "list_frameworks",
    "open_report",
    "percent_to_target",
    "plan_engagement",
    "progress_of",
    "record_answer",
    "record_context",
    "report_link",
    "reports_of",
    "respondents_of",
    "save_scenario",
    "scenario_of",
    "score_engagement",
    "spread_of",
    "start_engagement",
    "what_if",
]
