"""From one version of a framework to the next: which questions stay, and what has moved."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.answers import Answer


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
    """A node in two rounds. Where `reason` says why they cannot be compared, there is no step."""

    id: str
    name: str
    before: int | None
    after: int | None
    reason: str = ""

    @property
    def step(self) -> int | None:
        """Levels up or down, None where there is nothing to compare."""
        if self.reason or self.before is None or self.after is None:
            return None
        return self.after - self.before
