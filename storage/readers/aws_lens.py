"""AWS Well-Architected custom lenses: JSON with schemaVersion 2021-11-01.

A question of the lens is a capability, a choice a practice that is ticked or not, and the risk
rules decide the level. Pillars count risks.
"""

import re
from typing import Literal

from pydantic import Field

from domain.errors import Problem
from storage.readers.converted import Content, Converted, Losses, converted, given, short_name
from storage.readers.foreign import ForeignModel, Source, fit, read_json, refuse
from storage.readers.wording import Ids, one_line, slug
from storage.strict_yaml import KeyPath

_LEVELS = {"HIGH_RISK": 0, "MEDIUM_RISK": 1, "NO_RISK": 2}
_TOKEN = re.compile(r"\s*(&&|\|\||[!()]|[A-Za-z0-9._-]+)")
_DEEPEST = 40
_VERSION = re.compile(r"[0-9]+(\.[0-9]+){0,2}")


class Resource(ForeignModel):
    """A text with a link."""

    displayText: str = ""  # noqa: N815 - the lens calls it so
    url: str = ""


class Additional(ForeignModel):
    """More texts with links, of one type."""

    type: str = ""
    content: list[Resource] = Field([])


class Choice(ForeignModel):
    """One best practice that can be ticked."""

    id: str = Field(min_length=1)
    title: str
    helpfulResource: Resource = Resource()  # noqa: N815
    improvementPlan: Resource = Resource()  # noqa: N815
    additionalResources: list[Additional] = Field([])  # noqa: N815


class RiskRule(ForeignModel):
    """A risk, and the choices that lead to it."""

    condition: str
    risk: Literal["HIGH_RISK", "MEDIUM_RISK", "NO_RISK"]


class Question(ForeignModel):
    """A question with its choices."""

    id: str = Field(min_length=1)
    title: str
    description: str = ""
    choices: list[Choice] = Field(min_length=1)
    riskRules: list[RiskRule] = Field(min_length=1)  # noqa: N815


class Pillar(ForeignModel):
    """A pillar of the lens."""

    id: str = Field(min_length=1)
    name: str
    questions: list[Question] = Field([])


class Lens(ForeignModel):
    """The whole lens."""

    schemaVersion: Literal["2021-11-01"]  # noqa: N815
    name: str
    description: str = ""
    pillars: list[Pillar] = Field(min_length=1)


def read(content: bytes, name: str) -> Converted:
    """A custom lens as a framework. Raises InvalidInput with everything that is not one."""
    source = read_json(content, name)
    return _Reader(source, fit(Lens, source)).framework()


class _Reader:
    def __init__(self, source: Source, lens: Lens) -> None:
        self.source = source
        self.lens = lens
        self.ids = Ids()
        self.losses = Losses()
        self.problems: list[Problem] = []

    def framework(self) -> Converted:
        pillars = [
            found
            for at, pillar in enumerate(self.lens.pillars)
            if (found := self.pillar(pillar, at))
        ]
        if not pillars and not self.problems:
            message = "at least one question was expected, found none; check the file"
            self.problems.append(self.source.problem(("pillars",), message))
        if self.problems:
            refuse(self.problems)
        self.note_losses()
        name = self.losses.line(self.lens.name, "name of the lens") or "Custom lens"
        rules = {"strategy": "risk_rules", "rules": [], "otherwise": 0}
        content = given(
            id=slug(name) or "custom-lens",
            version=self.version(),
            name=name,
            language="en",
            licence="Not stated in the lens; ask its publisher",
            source=f"AWS Well-Architected custom lens, schema {self.lens.schemaVersion}",
            description=self.losses.text("description", self.lens.description),
            levels=[
                {"number": 0, "id": "high-risk", "name": "High risk"},
                {"number": 1, "id": "medium-risk", "name": "Medium risk"},
                {"number": 2, "id": "no-risk", "name": "No risk"},
            ],
            scales=[
                {
                    "id": "ticked",
                    "choices": [{"value": 0, "label": "No"}, {"value": 1, "label": "Yes"}],
                    "dont_know": False,
                    "not_applicable": False,
                }
            ],
            rollup={
                "capability": rules,
                "pillar": {"strategy": "risk_counts"},
                "overall": {"strategy": "risk_counts"},
            },
            pillars=pillars,
        )
        return converted(content, self.losses, self.source.name)

    def version(self) -> str:
        found = str((self.lens.model_extra or {}).get("_version", ""))
        if _VERSION.fullmatch(found) and len(found) <= 40:
            return found
        self.losses.note("The lens has no version number that can be used; 1.0.0 is written")
        return "1.0.0"

    def note_losses(self) -> None:
        questions = [question for pillar in self.lens.pillars for question in pillar.questions]
        choices = [choice for question in questions for choice in question.choices]
        self.losses.note("The lens states neither language nor licence; English is assumed")
        self.losses.note("Questions and choices cannot be marked as not applicable")
        for choice in choices:
            if choice.id.endswith("_no"):
                what = "Choices that exclude all others in AWS can be ticked beside others"
                self.losses.note(what, choice.id)
        self.losses.leftovers("the lens", [self.lens])
        self.losses.leftovers("pillars", self.lens.pillars)
        self.losses.leftovers("questions", questions)
        self.losses.leftovers("choices", choices)
        rules = [rule for question in questions for rule in question.riskRules]
        self.losses.leftovers("risk rules", rules)

    def pillar(self, pillar: Pillar, at: int) -> Content | None:
        if not pillar.questions:
            self.losses.note("Pillars without questions are left out", pillar.id)
            return None
        identifier = self.ids.new(pillar.id, pillar.name)
        name = self.losses.line(pillar.name, pillar.id) or one_line(pillar.id)
        path = ("pillars", at, "questions")
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name),
            capabilities=[
                self.question(question, (*path, number))
                for number, question in enumerate(pillar.questions)
            ],
        )

    def question(self, question: Question, path: KeyPath) -> Content:
        identifier = self.ids.new(question.id, question.title)
        name = self.losses.line(question.title, question.id) or one_line(question.id)
        new_ids = self.choice_ids(question, identifier, path)
        return given(
            id=identifier,
            name=name,
            short_name=short_name(name, question.id),
            definition=self.losses.text(question.id, question.description),
            rollup=self.rules(question, new_ids, path),
            questions=[self.choice(choice, new_ids[choice.id]) for choice in question.choices],
        )

    def choice_ids(self, question: Question, capability: str, path: KeyPath) -> dict[str, str]:
        """Choices are named within their question only; ours are named in the whole file."""
        found: dict[str, str] = {}
        for at, choice in enumerate(question.choices):
            if choice.id in found:
                message = f"the choice {choice.id[:60]} is given twice in a question; rename one"
                self.problems.append(self.source.problem((*path, "choices", at, "id"), message))
                continue
            own = slug(choice.id)
            long = own if own.startswith(capability) else f"{capability}.{own or 'choice'}"
            found[choice.id] = self.ids.new(long)
        return found

    def choice(self, choice: Choice, identifier: str) -> Content:
        more = [
            f"{_kind(each.type)}{_linked(resource)}"
            for each in choice.additionalResources
            for resource in each.content
            if _linked(resource)
        ]
        plan = _linked(choice.improvementPlan)
        return given(
            id=identifier,
            kind="practice",
            scale="ticked",
            text=self.losses.text(identifier, choice.title) or one_line(choice.id) or identifier,
            help=self.losses.text(
                identifier, _linked(choice.helpfulResource), plan and f"To improve: {plan}", *more
            ),
        )

    def rules(self, question: Question, new_ids: dict[str, str], path: KeyPath) -> Content:
        rules: list[Content] = []
        otherwise: int | None = None
        for at, rule in enumerate(question.riskRules):
            level = _LEVELS[rule.risk]
            if rule.condition.strip() != "default":
                place = (*path, "riskRules", at, "condition")
                rules.append(
                    {"when": self.condition(rule.condition, new_ids, place), "level": level}
                )
            elif otherwise is None:
                otherwise = level
                if at + 1 < len(question.riskRules):
                    self.losses.note("Default rules are taken as the last ones", question.id)
            else:
                message = "default is given twice; one was expected, remove the other"
                self.problems.append(self.source.problem((*path, "riskRules", at), message))
        if otherwise is None:
            what = "Questions without a default rule are high risk when no rule fits"
            self.losses.note(what, question.id)
        return {"strategy": "risk_rules", "rules": rules, "otherwise": otherwise or 0}

    def condition(self, text: str, new_ids: dict[str, str], place: KeyPath) -> str:
        """The condition with our ids, once it is known that it can be read."""
        try:
            tokens = _tokens(text)
            _Condition(tokens).check()
            unknown = [token for token in tokens if _is_name(token) and token not in new_ids]
            if unknown:
                known = ", ".join(list(new_ids)[:20])
                raise ValueError(f"there is no choice {unknown[0][:60]}; the choices are {known}")
        except ValueError as error:
            self.problems.append(self.source.problem(place, f"{error}; correct the condition"))
            return "none"
        return _joined([new_ids.get(token, token) for token in tokens])


def _kind(kind: str) -> str:
    return "To improve: " if kind == "IMPROVEMENT_PLAN" else ""


def _linked(resource: Resource) -> str:
    return " ".join(part for part in (resource.displayText.strip(), resource.url.strip()) if part)


def _is_name(token: str) -> bool:
    return token[0] not in "!()&|"


def _joined(tokens: list[str]) -> str:
    text = " ".join(tokens)
    return text.replace("! ", "!").replace("( ", "(").replace(" )", ")")


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    at, text = 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(
                f'a choice, !, &&, || or a bracket was expected, found "{text[at:].strip()[:20]}"'
            )
        found.append(match[1])
        at = match.end()
    return found


class _Condition:
    """Reads a condition to see that it is one: or binds loosest, then and, then not."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def check(self) -> None:
        """Raises ValueError saying where it breaks."""
        self.joined(0)
        if self.peek():
            raise ValueError(f'the end was expected, found "{self.peek()[:60]}"')

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def joined(self, depth: int) -> None:
        self.one(depth)
        while self.peek() in ("&&", "||"):
            self.take()
            self.one(depth)

    def one(self, depth: int) -> None:
        if depth > _DEEPEST:
            raise ValueError(f"at most {_DEEPEST} levels of brackets were expected, found more")
        symbol = self.take()
        if symbol == "!":
            self.one(depth + 1)
        elif symbol == "(":
            self.joined(depth + 1)
            if self.take() != ")":
                raise ValueError("a closing bracket was expected, found none")
        elif not symbol or not _is_name(symbol):
            raise ValueError(f"a choice was expected, found {symbol or 'the end'}")
