"""OWASP SAMM (owaspsamm/core): the tree of YAML files below model/, packed or as a folder.

Business function -> pillar, security practice -> capability, stream -> part, question ->
practice at the maturity level of its activity, with the values of its answer set.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import Field

from domain.errors import InvalidInput, Problem
from storage.readers.archive import unpacked
from storage.readers.converted import Content, Converted, Losses, converted, given, short_name
from storage.readers.foreign import ForeignModel, Source, fit, read_yaml_document, refuse
from storage.readers.wording import Ids, listed, one_line, visible
from storage.versioned_file import content_of

_MOST_FILES = 5_000
_MOST_BYTES = 1_000_000
_MODEL = re.compile(r"SAMM(\d)(\d*)")


class Part(ForeignModel):
    """What every file of the model has."""

    id: str = Field(min_length=1)
    type: str = ""
    order: float = 0


class Function(Part):
    """A business function."""

    name: str
    description: str = ""
    model: str = ""
    color: str = ""
    logo: str = ""


class Practice(Part):
    """A security practice."""

    function: str
    name: str
    shortName: str = ""  # noqa: N815 - the files call it so
    shortDescription: str = ""  # noqa: N815
    longDescription: str = ""  # noqa: N815
    assignee: str = ""
    progress: str = ""


class Stream(Part):
    """A stream of a practice."""

    practice: str
    name: str
    letter: str = ""
    description: str = ""


class PracticeLevel(Part):
    """What a practice aims at on one level."""

    practice: str
    maturityLevel: str  # noqa: N815
    objective: str = ""


class MaturityLevel(Part):
    """A maturity level."""

    number: int = Field(ge=1, le=20)
    description: str = ""


class Activity(Part):
    """What is done in a stream at a level."""

    stream: str
    level: str
    title: str = ""
    benefit: str = ""
    shortDescription: str = ""  # noqa: N815
    longDescription: str = ""  # noqa: N815


class AnswerValue(ForeignModel):
    """One answer and what it counts."""

    text: str
    value: float = Field(ge=-1e6, le=1e6)
    weight: float = 1
    order: float = 0


class AnswerSet(Part):
    """The answers to a question."""

    values: list[AnswerValue] = Field(min_length=2)


class Question(Part):
    """A question about an activity."""

    activity: str
    answerSet: str  # noqa: N815
    text: str
    quality: list[str] = Field([])


_KINDS: dict[str, type[Part]] = {
    "business_functions": Function,
    "security_practices": Practice,
    "streams": Stream,
    "practice_levels": PracticeLevel,
    "maturity_levels": MaturityLevel,
    "activities": Activity,
    "answer_sets": AnswerSet,
    "questions": Question,
}
_ABOVE: dict[str, tuple[tuple[str, str], ...]] = {
    "security_practices": (("function", "business_functions"),),
    "streams": (("practice", "security_practices"),),
    "practice_levels": (("practice", "security_practices"), ("maturityLevel", "maturity_levels")),
    "activities": (("stream", "streams"), ("level", "practice_levels")),
    "questions": (("activity", "activities"), ("answerSet", "answer_sets")),
}
"""What the files of a kind point to: by which key, and to files of which kind."""


def read(content: bytes, name: str) -> Converted:
    """A packed model (.zip or .tar.gz) as a framework. Raises InvalidInput with what is wrong."""
    return _read(unpacked(content, name, _kind_of), name)


def read_folder(folder: Path) -> Converted:
    """An unpacked model as a framework: the folder model/, or one around it."""
    name = str(folder)
    try:
        found = sorted(path for path in folder.rglob("*.y*ml") if path.is_file())
    except OSError as error:
        message = f"the folder cannot be read: {error.strerror}"
        raise InvalidInput(Problem(name, message)) from None
    inside = "model" if folder.resolve().name == "model" else ""
    paths = {
        f"{PurePosixPath(inside, path.relative_to(folder).as_posix())}": path for path in found
    }
    wanted = {inner: path for inner, path in paths.items() if _kind_of(inner)}
    if len(wanted) > _MOST_FILES:
        message = f"at most {_MOST_FILES:,} files were expected, found {len(wanted):,}"
        raise InvalidInput(Problem(name, message))
    return _read({inner: content_of(path, _MOST_BYTES) for inner, path in wanted.items()}, name)


def _kind_of(path: str) -> str:
    """Which kind of file stands at the path; empty for those that are no part of the model.

    The repository has other folders of the same names, such as guidance/ai/streams.
    """
    steps = PurePosixPath(path).parts
    if len(steps) < 2 or not steps[-1].endswith((".yml", ".yaml")) or steps[-2] not in _KINDS:
        return ""
    return steps[-2] if len(steps) == 2 or steps[-3] == "model" else ""


def _read(files: dict[str, bytes], name: str) -> Converted:
    model = _Model(name)
    for path, content in sorted(files.items()):
        model.add(path, content)
    model.check()
    return _Reader(model).framework()


Found = TypeVar("Found", bound=Part)


class _Model:
    """Every file of the model, by kind and id."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: dict[str, dict[str, Part]] = {kind: {} for kind in _KINDS}
        self.sources: dict[int, Source] = {}
        self.stems: dict[int, str] = {}
        self.problems: list[Problem] = []

    def add(self, path: str, content: bytes) -> None:
        kind = _kind_of(path)
        try:
            source = read_yaml_document(content, f"{self.name}, {visible(path)}")
            part = fit(_KINDS[kind], source)
        except InvalidInput as refused:
            self.problems += refused.problems
            return
        if part.id in self.parts[kind]:
            message = f"the id {part.id[:60]} is also that of another file here; keep one of them"
            self.problems.append(source.problem(("id",), message))
            return
        self.parts[kind][part.id] = part
        self.sources[id(part)] = source
        self.stems[id(part)] = PurePosixPath(path).stem

    def all(self, kind: str, model: type[Found]) -> list[Found]:
        """The files of a kind in the order that they give themselves."""
        found = [part for part in self.parts[kind].values() if isinstance(part, model)]
        return sorted(found, key=lambda part: (part.order, self.stems[id(part)]))

    def check(self) -> None:
        """Raises InvalidInput when something is missing, or points to what is not there."""
        if not self.problems:
            for kind, parts in self.parts.items():
                if not parts:
                    message = (
                        f"files in model/{kind} were expected, found none; give the whole tree"
                    )
                    self.problems.append(Problem(self.name, message))
        if not self.problems:
            for kind, links in _ABOVE.items():
                for part in self.parts[kind].values():
                    self.problems += self._loose(part, links)
            self.problems += self._same_numbers()
        if self.problems:
            refuse(self.problems)

    def _loose(self, part: Part, links: Iterable[tuple[str, str]]) -> list[Problem]:
        source = self.sources[id(part)]
        found: list[Problem] = []
        for key, kind in links:
            target = str(getattr(part, key))
            if target not in self.parts[kind]:
                message = f"an id of model/{kind} was expected, found {target[:60]}; correct it"
                found.append(source.problem((key,), message))
        return found

    def _same_numbers(self) -> list[Problem]:
        levels = self.all("maturity_levels", MaturityLevel)
        numbers = [level.number for level in levels]
        return [
            self.sources[id(level)].problem(("number",), f"level {level.number} is given twice")
            for at, level in enumerate(levels)
            if level.number in numbers[:at]
        ]


class _Reader:
    def __init__(self, model: _Model) -> None:
        self.model = model
        self.losses = Losses()
        self.ids = Ids()
        self.levels = {each.id: each for each in model.all("maturity_levels", MaturityLevel)}
        self.practice_levels = {
            each.id: each for each in model.all("practice_levels", PracticeLevel)
        }
        self.activities = {each.id: each for each in model.all("activities", Activity)}
        names = Ids()
        self.scale_ids = {
            each.id: names.new(self.stem(each)) for each in model.all("answer_sets", AnswerSet)
        }

    def stem(self, part: Part) -> str:
        """The name of the part's file, such as D-SA-1-A; ids in the files are unreadable."""
        return self.model.stems[id(part)]

    def framework(self) -> Converted:
        functions = self.model.all("business_functions", Function)
        lowest = {"unanswered": "lowest"}
        pillars = self.kept(functions, self.pillar, "Business functions without questions")
        if not pillars:
            message = "at least one question of a stream was expected, found none"
            raise InvalidInput(Problem(self.model.name, message))
        content = given(
            id="owasp-samm",
            version=self.version(functions),
            name="OWASP SAMM",
            language="en",
            licence="Not stated in the files; ask its publisher",
            source="OWASP Software Assurance Maturity Model, https://owaspsamm.org",
            levels=self.level_list(),
            scales=[self.scale(each) for each in self.model.all("answer_sets", AnswerSet)],
            rollup={
                "capability": {"strategy": "samm_stream_sum", **lowest},
                "pillar": {"strategy": "weighted_mean", **lowest},
                "overall": {"strategy": "weighted_mean", **lowest},
            },
            pillars=pillars,
        )
        self.note_losses()
        return converted(content, self.losses, self.model.name)

    def version(self, functions: list[Function]) -> str:
        named = {found[0] for each in functions if (found := _MODEL.findall(each.model))}
        if len(named) == 1:
            major, minor = named.pop()
            return f"{major}.{minor or 0}"
        self.losses.note("The files name no version of the model; 1.0.0 is written")
        return "1.0.0"

    def level_list(self) -> list[Content]:
        meanings = {level.number: level.description for level in self.levels.values()}
        return [
            given(
                number=number,
                id=f"level-{number}",
                name=f"Level {number}",
                meaning=self.losses.text(f"level {number}", meanings.get(number, "")),
            )
            for number in range(max(meanings) + 1)
        ]

    def scale(self, answers: AnswerSet) -> Content:
        labels: dict[float, list[str]] = {}
        for answer in sorted(answers.values, key=lambda each: (each.value, each.order)):
            labels.setdefault(answer.value, []).append(answer.text)
        if len(labels) < len(answers.values):
            self.losses.note("Answers with the same value are one choice", self.stem(answers))
        if any(answer.weight != 1 for answer in answers.values):
            self.losses.note("Weights of answers are not carried over", self.stem(answers))
        choices = [
            {"value": value, "label": one_line(" / ".join(texts)) or f"{value:g}"}
            for value, texts in labels.items()
        ]
        # SAMM knows no "not applicable": what is not done counts as nothing.
        return {"id": self.scale_ids[answers.id], "choices": choices, "not_applicable": False}

    def kept(
        self, parts: list[Found], make: Callable[[Found], Content | None], what: str
    ) -> list[Content]:
        """What is made of the parts, noting those that nothing is asked about."""
        made: list[Content] = []
        for part in parts:
            found = make(part)
            if found:
                made.append(found)
            else:
                self.losses.note(f"{what} are left out", self.stem(part))
        return made

    def pillar(self, function: Function) -> Content | None:
        identifier = self.ids.new(function.name, self.stem(function))
        practices = [
            each
            for each in self.model.all("security_practices", Practice)
            if each.function == function.id
        ]
        name = self.losses.line(function.name, self.stem(function)) or "Function"
        capabilities = self.kept(practices, self.capability, "Practices without questions")
        if not capabilities:
            return None
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name),
            description=self.losses.text(self.stem(function), function.description),
            capabilities=capabilities,
        )

    def capability(self, practice: Practice) -> Content | None:
        identifier = self.ids.new(practice.name, self.stem(practice))
        streams = [
            each for each in self.model.all("streams", Stream) if each.practice == practice.id
        ]
        parts = self.kept(streams, self.part, "Streams without questions")
        name = self.losses.line(practice.name, self.stem(practice)) or "Practice"
        if not parts:
            return None
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name, practice.shortName),
            definition=self.losses.text(
                self.stem(practice),
                practice.shortDescription,
                practice.longDescription,
                *self.objectives(practice),
            ),
            parts=parts,
        )

    def objectives(self, practice: Practice) -> list[str]:
        found = [each for each in self.practice_levels.values() if each.practice == practice.id]
        numbered = [(self.levels[each.maturityLevel].number, each.objective) for each in found]
        return [f"Level {number}: {text}" for number, text in sorted(numbered) if text.strip()]

    def part(self, stream: Stream) -> Content | None:
        identifier = self.ids.new(self.stem(stream))
        asked = [
            (self.number(activity), question, activity)
            for question in self.model.all("questions", Question)
            if (activity := self.activities[question.activity]).stream == stream.id
        ]
        asked.sort(key=lambda each: (each[0], each[2].order, each[1].order))
        name = self.losses.line(stream.name, self.stem(stream)) or "Stream"
        if not asked:
            return None
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name),
            definition=self.losses.text(self.stem(stream), stream.description),
            questions=[self.practice_question(*each) for each in asked],
        )

    def number(self, activity: Activity) -> int:
        return self.levels[self.practice_levels[activity.level].maturityLevel].number

    def practice_question(self, level: int, question: Question, activity: Activity) -> Content:
        where = self.stem(question)
        benefit = f"Benefit: {activity.benefit}" if activity.benefit.strip() else ""
        return given(
            id=self.ids.new(where),
            kind="practice",
            level=level,
            scale=self.scale_ids[question.answerSet],
            text=self.losses.text(where, question.text) or where,
            help=self.losses.text(
                where,
                listed("Quality criteria:", question.quality),
                activity.title,
                activity.shortDescription,
                activity.longDescription,
                benefit,
            ),
        )

    def note_losses(self) -> None:
        self.losses.note("The files name the version of the model only by its first numbers")
        self.losses.note("The files name neither language nor licence; English is assumed")
        for kind, model in _KINDS.items():
            self.losses.leftovers(f"model/{kind}", self.model.all(kind, model))
