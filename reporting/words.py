"""How values are written in sentences, tables and charts: levels, money, lists, dates."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from domain.framework import Level
from domain.scorecard import NodeResult, Scorecard
from reporting.language import _, ngettext, spoken

# The forms of a number's noun or verb are given in this order, those that a language has (CLDR).
_FORMS = ("zero", "one", "two", "few", "many", "other")


def unknown() -> str:
    """What stands where a level would, if none is known."""
    return _("not established")


def not_applicable() -> str:
    """What stands where a level would, if there can be none."""
    return _("does not apply")


def level_name(levels: Sequence[Level], number: int | None) -> str:
    """A level as "2, Emerging", or "not established"."""
    names = {level.number: level.name for level in levels}
    if number is None:
        return unknown()
    return f"{number}, {names[number]}" if number in names else str(number)


def span(worst: int | None, best: int | None) -> str:
    """The levels between worst and best case: "2 to 3", "2", or "" when there are none."""
    if worst is None or best is None:
        return ""
    return str(worst) if worst == best else _("%(worst)s to %(best)s", worst=worst, best=best)


def level_of(card: Scorecard, node: NodeResult) -> str:
    """What is known of a node's level: "2, Emerging" or "not established, 1 to 3".

    A mean is said as what it is: "progress 1.75 of 3"; and a framework's own mark stays: "1+".
    """
    if not node.applies:
        return not_applicable()
    if not node.gated and node.score is not None and node.high is not None:
        score, high = decimal(node.score, 2), decimal(node.high)
        return _("progress %(score)s of %(high)s", score=score, high=high)
    if node.mark and node.level is not None:
        return f"{node.mark}, {level_name(card.framework.levels, node.level)}"
    if node.level is not None:
        return level_name(card.framework.levels, node.level)
    between = span(node.worst, node.best)
    return f"{unknown()}, {between}" if between else unknown()


def money(thousands: float, currency: str) -> str:
    """Thousands of a currency: "EUR 8.4 million" from a million on, else "EUR 450 thousand"."""
    if abs(thousands) >= 999.5:
        amount = decimal(thousands / 1000, 1)
        return _("%(currency)s %(amount)s million", currency=currency, amount=amount)
    amount = decimal(thousands, 0)
    return _("%(currency)s %(amount)s thousand", currency=currency, amount=amount)


def signed_money(thousands: float, currency: str) -> str:
    """The same with a minus in front when it is a loss: "-EUR 3.1 million"."""
    return ("\N{MINUS SIGN}" if thousands <= -0.5 else "") + money(abs(thousands), currency)


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names as prose: "A", "A and B", "A, B and C", "A, B and 4 more"."""
    if len(names) > most:
        left = len(names) - most + 1
        names = [*names[: most - 1], ngettext("%(num)s more", "%(num)s more", left)]
    return format_list(names, locale=spoken().locale)


def counted(number: int, *forms: str) -> str:
    """A number with its noun: "1 initiative", "3 initiatives".

    One form is enough for English nouns that take an s; else all that the language has, from
    the one for 1 to the one for many.
    """
    return f"{thousands(number)} {form(number, forms if forms[1:] else (*forms, forms[0] + 's'))}"


def form(number: int, forms: Sequence[str]) -> str:
    """Of a word's forms the one that goes with a number, by the plural rule of the language."""
    rule = spoken().locale.plural_form
    known = [name for name in _FORMS if name in rule.tags or name == "other"]
    return forms[min(known.index(rule(number)), len(forms) - 1)]


def decimal(number: float, places: int | None = None) -> str:
    """A number with separators and so many decimals, or as many as it needs, at most six."""
    pattern = "#,##0.######" if places is None else "#,##0" + "." * (places > 0) + "0" * places
    text = format_decimal(round(number, 6 if places is None else places), pattern, spoken().locale)
    return text.replace("-", "\N{MINUS SIGN}")


def thousands(number: float) -> str:
    """A whole number with separators: "12,500"."""
    return decimal(number, 0)


def plain(number: float) -> str:
    """A number as people give it: six digits at most, no separators: "0.25", "1500"."""
    return str(format_decimal(float(f"{number:g}"), "0.##########", spoken().locale))


def percent(share: float) -> str:
    """A share from 0 to 1 as "83 %", never rounded up to all or down to nothing."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return _("%(number)s\N{NO-BREAK SPACE}%%", number=decimal(share * 100, 0))


def day(value: date) -> str:
    """A date as "23 November 2026"."""
    return format_date(value, "long", spoken().locale)


def reference_status(code: str) -> str:
    """The status of a standard in words; one that is not known here says what it is itself."""
    known = {
        "in-force": _("in force"),
        "amended": _("amended"),
        "draft": _("draft"),
        "changing": _("changing"),
        "withdrawn": _("withdrawn"),
        "best-practice": _("best practice"),
    }
    return known.get(code, code.replace("-", " "))


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "{", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """People's text for a spreadsheet: an apostrophe in front where it would be a formula.

    A spreadsheet program runs what begins so when it opens a CSV file, or text once saved as
    one (OWASP, CSV injection).
    """
    starts = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if starts else text
