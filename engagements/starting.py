"""Beginning a piece of work."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import get_args

from domain.engagement import Assessment, Engagement, EngagementSummary
from domain.framework import Depth, Framework
from engagements.frameworks import keep_shipped, kept_or_shipped, list_frameworks
from engagements.lookup import engagement_with
from engagements.overview import summary_of
from engagements.texts import length_problems, line, refuse
from storage import records
from storage.database import Database

ASSESSMENT_NAMES: Mapping[Depth, str] = {"quick": "Quick scan", "full": "Full assessment"}
_LONGEST_SCOPE = 400


def start_engagement(
    db: Database,
    actor: str,
    *,
    organisation: str,
    depth: Depth,
    title: str = "",
    scope: str = "",
    framework_hash: str | None = None,
    context: Mapping[str, str] | None = None,
) -> EngagementSummary:
    """Start an engagement with one assessment; the framework version is pinned for ever.

    Without `framework_hash` the first framework of `list_frameworks` is used. `context` maps
    context items of the framework to choices. Raises InvalidInput with every problem, and
    NotFound for an unknown framework.
    """
    pinned = framework_hash or list_frameworks(db)[0].content_hash
    with db.writing() as connection:
        keep_shipped(connection, pinned)
        framework = kept_or_shipped(connection, pinned)
        now = datetime.now(UTC)
        engagement = Engagement(
            id=secrets.token_hex(8),
            organisation=line(organisation),
            title=line(title),
            framework_id=framework.id,
            framework_version=framework.version,
            framework_hash=framework.content_hash,
            created=now,
            scope=line(scope),
            context=dict(context or {}),
        )
        refuse([*engagement_problems(engagement, framework), *depth_problems(depth)])
        assessment_id = secrets.token_hex(8)
        assessment = Assessment(assessment_id, engagement.id, ASSESSMENT_NAMES[depth], depth, now)
        records.add_engagement(connection, engagement)
        records.add_assessment(connection, assessment)
        records.add_audit(connection, now, line(actor), "started engagement", engagement.id)
        return summary_of(connection, engagement)


def record_context(
    db: Database, actor: str, engagement_id: str, context: Mapping[str, str]
) -> None:
    """Replace the facts about the organisation that decide what is asked.

    Answers that were given stay; those that are no longer asked do not count. Raises NotFound
    and InvalidInput.
    """
    with db.writing() as connection:
        engagement = engagement_with(connection, engagement_id)
        framework = kept_or_shipped(connection, engagement.framework_hash)
        refuse(context_problems(context, framework))
        records.change_context(connection, engagement_id, dict(context))
        now = datetime.now(UTC)
        records.add_audit(connection, now, line(actor), "changed context", engagement_id)


def engagement_problems(engagement: Engagement, framework: Framework) -> Iterator[str]:
    """What is wrong with how an engagement is described."""
    yield from length_problems(engagement.organisation, "organisation's name", shortest=1)
    yield from length_problems(engagement.title, "title")
    yield from length_problems(engagement.scope, "scope", _LONGEST_SCOPE)
    yield from context_problems(engagement.context, framework)


def depth_problems(depth: str) -> Iterator[str]:
    """What is wrong with a depth that did not come from a typed caller."""
    if depth not in get_args(Depth):
        yield f"The depth is quick or full, not {depth!r}."


def context_problems(context: Mapping[str, str], framework: Framework) -> Iterator[str]:
    """What the framework does not know of these choices."""
    known = {item.id: [choice.id for choice in item.choices] for item in framework.context}
    for item, chosen in context.items():
        if item not in known:
            yield f"The framework does not ask for {item!r}. Leave it out."
        elif chosen not in known[item]:
            yield f"For {item!r}, choose {' or '.join(known[item])}, not {chosen!r}."
