"""OWASP DevSecOps Maturity Model: the generated model.yaml.

Dimension -> pillar, subdimension -> capability, the activities of a subdimension at one level ->
a part that belongs to that level. The respondents are teams.
"""

import re

from pydantic import Field, RootModel

from domain.errors import InvalidInput, Problem
from storage.readers.converted import Content, Converted, Losses, converted, given, short_name
from storage.readers.foreign import ForeignModel, Source, fit, read_yaml_documents
from storage.readers.wording import Ids, one_line

_USUAL_LEVELS = 5
_VERSION = re.compile(r"[0-9]{1,10}(\.[0-9]{1,10}){0,2}")
_SHARE = {"low": 0, "high": 1, "unanswered": "lowest"}
_PROGRESS = (
    (0, "Not started"),
    (0.2, "Started"),
    (0.5, "About half way"),
    (1, "Done everywhere"),
)
_LOST = {
    "dependsOn": "What activities depend on is not carried over",
    "difficultyOfImplementation": "The difficulty of activities is not carried over",
    "usefulness": "The usefulness of activities is not carried over",
    "implementation": "Tools and guides for activities are not carried over",
    "references": "References of activities to other standards are not carried over",
    "tags": "Tags of activities are not carried over",
}


class Guide(ForeignModel):
    """More about an activity."""

    implementationGuide: str = ""  # noqa: N815 - the model calls it so


class Activity(ForeignModel):
    """Something that a team does."""

    level: int = Field(ge=1, le=20)
    uuid: str = ""
    description: str = ""
    risk: str = ""
    measure: str = ""
    assessment: str = ""
    comment: str = ""
    meta: Guide = Guide()


class Dimensions(RootModel[dict[str, dict[str, dict[str, Activity]]]]):
    """Activities by dimension, subdimension and name."""


class Meta(ForeignModel):
    """What the file says about itself."""

    version: str = ""
    publisher: str = ""
    released: str = ""


class MetaPart(ForeignModel):
    """The part of the file that is not activities."""

    meta: Meta = Meta()


Activities = dict[str, Activity]


def read(content: bytes, name: str) -> Converted:
    """A model.yaml as a framework. Raises InvalidInput with everything that is not one."""
    meta, dimensions = _parts(read_yaml_documents(content, name), name)
    losses = Losses()
    for key in [key for key in dimensions.value if key.startswith("_")]:
        losses.note("Keys of the file that are no dimensions are left out", key)
        del dimensions.value[key]
    found = fit(Dimensions, dimensions).root
    if not any(activities for subs in found.values() for activities in subs.values()):
        message = "at least one activity was expected, found none; check the kind of file"
        raise InvalidInput(dimensions.problem((), message))
    return _Reader(meta, found, losses).framework(name)


def _parts(documents: list[Source], name: str) -> tuple[Meta, Source]:
    """What the file says about itself, and the document with the dimensions.

    Up to version 3 they were one document, since then they are two.
    """
    meta = Meta()
    dimensions: list[Source] = []
    for document in documents:
        if document.value is None:
            continue
        if not isinstance(document.value, dict):
            message = "dimensions with subdimensions and activities were expected; found no mapping"
            raise InvalidInput(document.problem((), f"{message}; check the kind of file"))
        if "meta" in document.value:
            value = {"meta": document.value["meta"]}
            meta = fit(MetaPart, Source(name, value, document.marks)).meta
        rest = {key: value for key, value in document.value.items() if key != "meta"}
        dimensions += [Source(name, rest, document.marks)] if rest else []
    if len(dimensions) != 1:
        message = f"one document with dimensions was expected, found {len(dimensions)}"
        raise InvalidInput(Problem(name, f"{message}; check the kind of file"))
    return meta, dimensions[0]


class _Reader:
    def __init__(
        self, meta: Meta, dimensions: dict[str, dict[str, Activities]], losses: Losses
    ) -> None:
        self.meta = meta
        self.dimensions = dimensions
        self.losses = losses
        self.ids = Ids()
        self.top = max(_USUAL_LEVELS, *(activity.level for _, activity in self.activities()))

    def activities(self) -> list[tuple[str, Activity]]:
        return [
            (name, activity)
            for subdimensions in self.dimensions.values()
            for activities in subdimensions.values()
            for name, activity in activities.items()
        ]

    def framework(self, name: str) -> Converted:
        pillars = [self.pillar(*each) for each in self.dimensions.items()]
        self.note_losses()
        publisher = one_line(self.meta.publisher) or "OWASP DSOMM project"
        released = f", released {one_line(self.meta.released)}" if self.meta.released else ""
        content = given(
            id="dsomm",
            version=self.version(),
            name="OWASP DevSecOps Maturity Model",
            language="en",
            licence="Not stated in the file; ask its publisher",
            source=f"{publisher}{released}",
            levels=[
                {"number": number, "id": f"level-{number}", "name": f"Level {number}"}
                for number in range(self.top + 1)
            ],
            scales=[
                {
                    "id": "progress",
                    "choices": [{"value": value, "label": label} for value, label in _PROGRESS],
                }
            ],
            rollup={
                # A part is at the top level once everything in it is done, else at the lowest.
                "capability": {"strategy": "coverage_mean", **_SHARE, "cut_offs": [1] * self.top},
                "pillar": {"strategy": "coverage_mean", **_SHARE},
                "overall": {"strategy": "coverage_mean", **_SHARE},
                "answers": {"strategy": "mean", "unanswered": "lowest"},
            },
            pillars=[pillar for pillar in pillars if pillar["capabilities"]],
        )
        return converted(content, self.losses, name)

    def version(self) -> str:
        if _VERSION.fullmatch(self.meta.version):
            return self.meta.version
        self.losses.note("The file has no version number that can be used; 1.0.0 is written")
        return "1.0.0"

    def pillar(self, name: str, subdimensions: dict[str, Activities]) -> Content:
        line = self.losses.line(name, name) or "Dimension"
        identifier = self.ids.new(name)
        filled = {sub: found for sub, found in subdimensions.items() if found}
        for sub in subdimensions.keys() - filled.keys():
            self.losses.note("Subdimensions without activities are left out", sub)
        return {
            "id": identifier,
            "name": line,
            **given(short_name=short_name(line)),
            "capabilities": [self.capability(sub, found) for sub, found in filled.items()],
        }

    def capability(self, name: str, activities: Activities) -> Content:
        identifier = self.ids.new(name)
        line = self.losses.line(name, name) or "Subdimension"
        levels = sorted({activity.level for activity in activities.values()})
        return given(
            id=identifier,
            name=line,
            short_name=short_name(line),
            rollup={"strategy": "staged", "unanswered": "lowest"},
            parts=[self.part(identifier, line, level, activities) for level in levels],
        )

    def part(self, above: str, name: str, level: int, activities: Activities) -> Content:
        ending = f", level {level}"
        return given(
            id=self.ids.new(f"{above[:50]}-level-{level}"),
            name=one_line(name, 280) + ending,
            short_name=one_line(name, 28 - len(ending)) + ending,
            level=level,
            questions=[
                self.practice(title, activity)
                for title, activity in activities.items()
                if activity.level == level
            ],
        )

    def practice(self, title: str, activity: Activity) -> Content:
        where = title or activity.uuid
        risk = f"Risk: {activity.risk}" if activity.risk.strip() else ""
        return given(
            # A renamed activity keeps its uuid, and with it its answers.
            id=self.ids.new(activity.uuid, title),
            kind="practice",
            level=activity.level,
            scale="progress",
            text=self.losses.text(where, title, activity.measure) or "Activity",
            help=self.losses.text(
                where,
                activity.description,
                risk,
                activity.meta.implementationGuide,
                activity.comment,
            ),
            evidence=self.losses.text(where, activity.assessment),
        )

    def note_losses(self) -> None:
        self.losses.note("The file names neither language nor licence; English is assumed")
        self.losses.note(
            "Names of levels and of steps of progress are not in the file and are our own"
        )
        for name, activity in self.activities():
            extra = activity.model_extra or {}
            for key, sentence in _LOST.items():
                if extra.pop(key, None):
                    self.losses.note(sentence, name)
        self.losses.leftovers("activities", [activity for _, activity in self.activities()])
        self.losses.leftovers("their meta", [activity.meta for _, activity in self.activities()])
        self.losses.leftovers("the file's meta", [self.meta])
