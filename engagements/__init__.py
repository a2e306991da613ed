"""What people do with Headway: each function is one action of a person.

The first argument is the open database. Actions that change something take the `actor`, a
name for the audit log; the change and its audit record are one transaction. People's
mistakes raise InvalidInput, what does not exist raises NotFound (see `domain.errors`).
"""

from engagements.answering import answers_of, assessment_answers, progress_of, record_answer
from engagements.benefits import (
    planning_catalogue,
    register_of,
    remove_benefit,
    save_benefit,
    save_pool,
)
from engagements.decisions import decisions_of, record_autonomy, record_option
from engagements.example import create_example
from engagements.frameworks import (
    add_framework,
    catalogue_of,
    check_framework,
    decision_aid_of,
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
from engagements.plans import (
    actuals_of,
    explain_initiative,
    forget_actual,
    make_plan,
    plan_engagement,
    plan_inputs,
    plan_made_from,
    plan_promised,
    record_actual,
    uncertainty_of,
    ways_out_of,
)
from engagements.reports import (
    compose_report,
    issue_report,
    open_report,
    report_link,
    reports_of,
)
from engagements.respondents import find_respondent, join_assessment, respondents_of
from engagements.scenarios import (
    change_scenario,
    proposed_scenario,
    save_scenario,
    scenario_of,
    scenarios_of,
    use_scenario,
)
from engagements.scores import score_engagement
from engagements.starting import record_context, start_engagement
from engagements.transfer import export_engagement, import_engagement

__all__ = [
    "SMALLEST_GROUP",
    "Spread",
    "actuals_of",
    "add_framework",
    "answers_of",
    "assessment_answers",
    "by_role",
    "catalogue_of",
    "change_scenario",
    "check_framework",
    "compose_report",
    "create_example",
    "decision_aid_of",
    "decisions_of",
    "explain_initiative",
    "export_engagement",
    "find_engagement",
    "find_respondent",
    "forget_actual",
    "framework_by_hash",
    "framework_of",
    "import_engagement",
    "issue_report",
    "join_assessment",
    "lift_of",
    "list_engagements",
    "list_frameworks",
    "make_plan",
    "open_report",
    "percent_to_target",
    "plan_engagement",
    "plan_inputs",
    "plan_made_from",
    "plan_promised",
    "planning_catalogue",
    "progress_of",
    "proposed_scenario",
    "record_actual",
    "record_answer",
    "record_autonomy",
    "record_context",
    "record_option",
    "register_of",
    "remove_benefit",
    "report_link",
    "reports_of",
    "respondents_of",
    "save_benefit",
    "save_pool",
    "save_scenario",
    "scenario_of",
    "scenarios_of",
    "score_engagement",
    "spread_of",
    "start_engagement",
    "uncertainty_of",
    "use_scenario",
    "ways_out_of",
    "what_if",
]
