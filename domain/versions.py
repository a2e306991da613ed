"""From one version of a framework to the next: which questions stay, and what has moved."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.answers import Answer
from domain.framework import Question


@dataclass(frozen=True, slots=True)
class QuestionMapping:
    """Where one question of the old version went: `new` is None when it is gone.

    `same` says whether an answer to the old one answers the new one; `values` maps the old
    values to new ones where the scale changed. `because` is for people.
    """

    old: str
    new: str | None
    same: bool = True
    values: Mapping[float, float] | None = None
    because: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """Answers under the new version, and those left behind, each with the reason."""

    answers: tuple[Answer, ...]
    dropped: tuple[tuple[Answer, str], ...]


@dataclass(frozen=True, slots=True)
class Movement:
    """A node in two rounds. Where `reason` says why they cannot be compared, there is no step.

    `before` and `after` are levels, None where none is established.
    """

    id: str
    name: str
    before: int | None
    after: int | None
    reason: str = ""
    score_before: float | None = None
    score_after: float | None = None

    @property
    def comparable(self) -> bool:
        """Whether what was asked and how it was scored is the same in both rounds."""
        return not self.reason

    @property
    def step(self) -> int | None:
        """Levels up or down, None where there is nothing to compare."""
        if self.reason or self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def score_step(self) -> float | None:
        """Progress up or down, None where there is nothing to compare."""
        if self.reason or self.score_before is None or self.score_after is None:
            return None
        return self.score_after - self.score_before


def means_the_same(old: Question, new: Question) -> bool:
    """Whether an answer to one answers the other: text, kind, level and possible answers agree.

    Weights and roll-ups may differ: they change what an answer counts, not what it says.
    """
    return (old.text, old.kind, old.level, old.range) == (
        new.text,
        new.kind,
        new.level,
        new.range,
    ) and [(c.value, c.label) for c in old.choices] == [(c.value, c.label) for c in new.choices]
