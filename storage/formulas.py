"""The formulas of a decision file: what is wrong with one, and what it comes to."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from simpleeval import SimpleEval  # type: ignore[import-untyped]

from domain.formulas import FUNCTIONS, LARGEST, MAX_LENGTH, OPERATORS
from storage.outline import suggestion

_MAY_USE = "a formula has only names, numbers, + - * / ( ) and min, max, ceil"
# Quotes, brackets, comparisons and line ends are refused before Python's parser sees them.
_CHARACTERS = re.compile(r"[A-Za-z0-9_.,+\-*/() ]*")
_NODES = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Load, ast.Constant),
    *OPERATORS,
)
_parsed = lru_cache(maxsize=1_000)(SimpleEval.parse)


def formula_problems(
    formula: str, known: Collection[str], quantities: Collection[str]
) -> list[str]:
    """What is wrong with a formula that may use the `known` names, in sentences.

    `quantities` are all of the decision; those that are not known do not come before it. A formula
    without problems can be given to `result`; it needs no more steps than it has characters.
    """
    if len(formula) > MAX_LENGTH:
        message = f"a formula has at most {MAX_LENGTH} characters, found {len(formula)}"
        return [f"{message}; split it into quantities"]
    if not _CHARACTERS.fullmatch(formula):
        return [_MAY_USE]
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        return [f"the formula cannot be read ({reason}); {_MAY_USE}"]
    if not all(isinstance(node, _NODES) and _is_number(node) for node in ast.walk(tree)):
        return [_MAY_USE]
    return [*_wrong_calls(tree), *_wrong_names(tree, known, quantities)]


def result(formula: str, values: Mapping[str, float]) -> float | None:
    """What a formula without problems comes to; None when it divides by 0 or is too large."""
    evaluator: Any = SimpleEval(operators=OPERATORS, functions=FUNCTIONS, names=values)
    try:
        found = float(evaluator.eval(formula, previously_parsed=_parsed(formula)))
    except (ArithmeticError, ValueError):
        return None
    return found if abs(found) <= LARGEST else None


def _is_number(node: ast.AST) -> bool:
    """Whether a constant is a number; true, false and imaginary ones are none."""
    return not isinstance(node, ast.Constant) or type(node.value) in (int, float)


def _wrong_calls(tree: ast.AST) -> Iterator[str]:
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = ast.unparse(call.func)
        if name not in FUNCTIONS:
            yield f"there is no function {name}{suggestion(name, list(FUNCTIONS))}"
        elif name == "ceil" and len(call.args) != 1:
            yield f"ceil takes one number, found {len(call.args)}"
        elif name != "ceil" and len(call.args) < 2:
            yield f"{name} takes two numbers or more, found {len(call.args)}"


def _wrong_names(
    tree: ast.AST, known: Collection[str], quantities: Collection[str]
) -> Iterator[str]:
    called = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
    used = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node not in called]
    for name in dict.fromkeys(node.id for node in used):
        if name in known:
            continue
        if name in quantities:
            yield f"{name} does not come before; a formula uses inputs and earlier quantities"
        else:
            yield f"there is no input or earlier quantity {name}{suggestion(name, known)}"
