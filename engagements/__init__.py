"""What people do with Headway: each function is one action of a person.

The first argument is the open database. Actions that change something take the `actor`, a
name for the audit log; the change and its audit record are one transaction. People's
mistakes raise InvalidInput, what does not exist raises NotFound (see `domain.errors`).
"""

from engagements.again import rounds_compared
from engagements.answering import (
    answers_of,
    assessment_answers,
    record_answer,
)
from engagements.baselines import (
    Frozen,
    card_of,
    close_workshop,
    freeze_assessment,
    frozen_rounds,
    start_again,
)
from engagements.benefits import (
    planning_catalogue,
    register_of,
    remove_benefit,
    save_benefit,
    save_pool,
)
from engagements.decisions import decisions_of, record_autonomy, record_option
from engagements.discussing import (
    add_note,
    consensus_of,
    mark_note,
    notes_of,
    proposals,
    record_consensus,
)
from engagements.doors import (
    continue_on,
    engagement_of,
    join_code,
    join_workshop,
    participant,
    workshop_by_code,
    workshop_joined,
)
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
from engagements.routing import MOST_ITEMS
from engagements.scenarios import (
    change_scenario,
    proposed_scenario,
    save_scenario,
    scenario_of,
    scenarios_of,
    use_scenario,
)
from engagements.scores import score_engagement
from engagements.sheet import Sheet, sheet_of, sheet_on
from engagements.starting import record_context, start_engagement
from engagements.takeaways import compose_take_away, keep_take_away, open_take_away
from engagements.transfer import export_engagement, import_engagement
from engagements.votes import (
    reveal,
    revealed,
    rounds_of,
    vote_again,
    votes_in_round,
)
from engagements.workshops import (
    asked_about,
    facilitate,
    facilitates,
    facilitator_link,
    go_to_phase,
    let_last_role_vote,
    live_counts,
    new_code,
    open_workshop,
    put_on_screen,
    set_timer,
    workshop_of,
)

__all__ = [
    "MOST_ITEMS",
    "SMALLEST_GROUP",
    "Frozen",
    "Sheet",
    "Spread",
    "actuals_of",
    "add_framework",
    "add_note",
    "answers_of",
    "asked_about",
    "assessment_answers",
    "by_role",
    "card_of",
    "catalogue_of",
    "change_scenario",
    "check_framework",
    "close_workshop",
    "compose_report",
    "compose_take_away",
    "consensus_of",
    "continue_on",
    "create_example",
    "decision_aid_of",
    "decisions_of",
    "engagement_of",
    "explain_initiative",
    "export_engagement",
    "facilitate",
    "facilitates",
    "facilitator_link",
    "find_engagement",
    "find_respondent",
    "forget_actual",
    "framework_by_hash",
    "framework_of",
    "freeze_assessment",
    "frozen_rounds",
    "go_to_phase",
    "import_engagement",
    "issue_report",
    "join_assessment",
    "join_code",
    "join_workshop",
    "keep_take_away",
    "let_last_role_vote",
    "lift_of",
    "list_engagements",
    "list_frameworks",
    "live_counts",
    "make_plan",
    "mark_note",
    "new_code",
    "notes_of",
    "open_report",
    "open_take_away",
    "open_workshop",
    "participant",
    "percent_to_target",
    "plan_engagement",
    "plan_inputs",
    "plan_made_from",
    "plan_promised",
    "planning_catalogue",
    "proposals",
    "proposed_scenario",
    "put_on_screen",
    "record_actual",
    "record_answer",
    "record_autonomy",
    "record_consensus",
    "record_context",
    "record_option",
    "register_of",
    "remove_benefit",
    "report_link",
    "reports_of",
    "respondents_of",
    "reveal",
    "revealed",
    "rounds_compared",
    "rounds_of",
    "save_benefit",
    "save_pool",
    "save_scenario",
    "scenario_of",
    "scenarios_of",
    "score_engagement",
    "set_timer",
    "sheet_of",
    "sheet_on",
    "spread_of",
    "start_again",
    "start_engagement",
    "uncertainty_of",
    "use_scenario",
    "vote_again",
    "votes_in_round",
    "ways_out_of",
    "what_if",
    "workshop_by_code",
    "workshop_joined",
    "workshop_of",
]
