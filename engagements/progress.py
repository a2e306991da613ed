"""What is asked, how much of it is done, and how long the rest takes.

The seconds for a question are a planning figure: reading five statements and choosing one
takes longer than rating one practice. A quick scan of 28 placements comes to 17 minutes, a
full assessment with 112 practices more to 63.
"""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from domain.engagement import Assessment, Engagement, Progress
from domain.framework import Framework, Question

_SECONDS = {"placement": 35, "practice": 25}


def asked_questions(
    framework: Framework, assessment: Assessment, engagement: Engagement
) -> dict[str, Question]:
    """Every question that this assessment asks, by id, in the framework's order."""
    asked = framework.asked(assessment.depth, engagement.context)
    return {question.id: question for _, questions in asked for question in questions}


def progress_in(
    asked: Sequence[Question],
    answered: Sequence[AbstractSet[str]],
    last_saved: datetime | None = None,
) -> Progress:
    """How far those have come who answered these questions; nobody counts as one new person."""
    people = answered or [frozenset()]
    left = [question for done in people for question in asked if question.id not in done]
    total = len(asked) * len(people)
    seconds = sum(_SECONDS[question.kind] for question in left)
    return Progress(total, total - len(left), math.ceil(seconds / 60), last_saved)
