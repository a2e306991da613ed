"""How values are written in sentences, tables and charts: levels, money, lists, dates."""

from collections.abc import Sequence
from datetime import date

from domain.framework import Level
from domain.scorecard import NodeResult, Scorecard

UNKNOWN = "not established"
NOT_APPLICABLE = "does not apply"


def level_name(levels: Sequence[Level], number: int | None) -> str:
    """A level as "2, Emerging", or "not established"."""
    names = {level.number: level.name for level in levels}
    if number is None:
        return UNKNOWN
    return f"{number}, {names[number]}" if number in names else str(number)


def span(worst: int | None, best: int | None) -> str:
    """The levels between worst and best case: "2 to 3", "2", or "" when there are none."""
    if worst is None or best is None:
        return ""
    return str(worst) if worst == best else f"{worst} to {best}"


def level_of(card: Scorecard, node: NodeResult) -> str:
    """What is known of a node's level: "2, Emerging" or "not established, 1 to 3".

    A mean is said as what it is: "progress 1.75 of 3"; and a framework's own mark stays: "1+".
    """
    if not node.applies:
        return NOT_APPLICABLE
    if not node.gated and node.score is not None and node.high is not None:
        return f"progress {node.score:.2f} of {node.high:g}"
    if node.mark and node.level is not None:
        return f"{node.mark}, {level_name(card.framework.levels, node.level)}"
    if node.level is not None:
        return level_name(card.framework.levels, node.level)
    between = span(node.worst, node.best)
    return f"{UNKNOWN}, {between}" if between else UNKNOWN


def money(thousands: float, currency: str) -> str:
    """Thousands of a currency: "EUR 8.4 million" from a million on, else "EUR 450 thousand"."""
    if abs(thousands) >= 999.5:
        return f"{currency} {thousands / 1000:,.1f} million"
    return f"{currency} {thousands:,.0f} thousand"


def signed_money(thousands: float, currency: str) -> str:
    """The same with a minus in front when it is a loss: "-EUR 3.1 million"."""
    return ("\N{MINUS SIGN}" if thousands <= -0.5 else "") + money(abs(thousands), currency)


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as prose: "A", "A and B", "A, B and C", "A, B and 4 more"."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 initiative", "3 initiatives"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def thousands(number: float) -> str:
    """A whole number with separators: "12,500"."""
    return f"{number:,.0f}".replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    """A share from 0 to 1 as "83 %", never rounded up to all or down to nothing."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{share:.0%}".replace("%", "\N{NO-BREAK SPACE}%")


def day(value: date) -> str:
    """A date as "23 November 2026"."""
    return f"{value.day} {value:%B %Y}"


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "{", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """People's text for a spreadsheet: an apostrophe in front where it would be a formula.

    A spreadsheet program runs what begins so when it opens a CSV file, or text once saved as
    one (OWASP, CSV injection).
    """
    starts = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if starts else text
