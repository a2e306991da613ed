"""Choice rules: which risk follows from the choices that were ticked.

After the conditions of AWS Well-Architected custom lenses: choice ids joined by `!`, `&&`,
`||` and parentheses; the first rule that is true decides.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.items import Items, Outcome

Flags = NDArray[np.bool_]
Condition = Callable[[Mapping[str, Flags]], Flags]
_TOKEN = re.compile(r"\s*(&&|\|\||[!()]|[A-Za-z0-9._-]+)")
_DEEPEST = 50


def risk_rules(items: Items, settings: Mapping[str, Any]) -> Outcome:
    """The level of the first rule whose condition holds, else `otherwise`; there is no score.

    Settings: `rules`, a list of {when, level}; `otherwise`, the level when none of them holds.
    A choice that is not ticked counts as not true.
    """
    ticked = {name: items.share[..., at] >= 1.0 for at, name in enumerate(items.ids)}
    shape = items.share.shape[:-1]
    level = np.full(shape, float(settings["otherwise"]))
    open_ = np.ones(shape, dtype=bool)
    for rule in settings["rules"]:
        holds = open_ & parse_condition(rule["when"])(ticked)
        level = np.where(holds, float(rule["level"]), level)
        open_ &= ~holds
    return level, np.full(shape, np.nan)


@lru_cache(maxsize=10_000)
def parse_condition(text: str) -> Condition:
    """The condition as a function of what is ticked. Raises ValueError saying where it breaks."""
    reader = _Reader(tuple(_tokens(text)))
    condition = reader.either(0)
    reader.end()
    return condition


def names_in(text: str) -> list[str]:
    """The ids that a condition speaks of."""
    return [token for token in _tokens(text) if token[0] not in "!()&|"]


def _tokens(text: str) -> Iterator[str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ValueError(f"{text[at:].strip()[:20]!r} is not understood")
        yield found[1]
        at = found.end()


class _Reader:
    """Recursive descent: or binds loosest, then and, then not."""

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def end(self) -> None:
        if self.peek():
            raise ValueError(f"{self.peek()!r} is one too many")

    def either(self, depth: int) -> Condition:
        sides = [self.both(depth)]
        while self.peek() == "||":
            self.take()
            sides.append(self.both(depth))
        return sides[0] if len(sides) == 1 else lambda t: np.any([s(t) for s in sides], axis=0)

    def both(self, depth: int) -> Condition:
        sides = [self.one(depth)]
        while self.peek() == "&&":
            self.take()
            sides.append(self.one(depth))
        return sides[0] if len(sides) == 1 else lambda t: np.all([s(t) for s in sides], axis=0)

    def one(self, depth: int) -> Condition:
        symbol = self.take()
        if depth > _DEEPEST:
            raise ValueError(f"it is nested more than {_DEEPEST} deep")
        if symbol == "!":
            inner = self.one(depth + 1)
            return lambda ticked: ~inner(ticked)
        if symbol == "(":
            inner = self.either(depth + 1)
            if self.take() != ")":
                raise ValueError("a closing bracket is missing")
            return inner
        if not symbol or symbol in ("&&", "||", ")"):
            raise ValueError(f"a choice was expected, found {symbol or 'the end'}")
        return lambda ticked: ticked[symbol]
