"""What a formula in a decision aid may do: plain arithmetic, and nothing that can run long.

There are no powers, no comparisons and no texts. `storage` refuses everything else when a file
is read; `planning` works the formulas out with the same operators and functions.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType

MAX_LENGTH = 200
"""Characters of a formula. What needs more is split into quantities, which people can read."""
LARGEST = 1e15
"""The largest result: what is larger is a mistake, and sums of it might not be finite."""

OPERATORS: Mapping[type[ast.operator | ast.unaryop], Callable[..., float]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.USub: operator.neg,
        ast.UAdd: operator.pos,
    }
)
FUNCTIONS: Mapping[str, Callable[..., float]] = MappingProxyType(
    {"min": min, "max": max, "ceil": math.ceil}
)
