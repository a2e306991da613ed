"""Whether a framework, a scorecard, a catalogue and a scenario belong together."""

from collections.abc import Iterable, Iterator

from domain.errors import InvalidInput, Problem
from domain.framework import Framework
from domain.planning import AIMS, Catalogue, Scenario
from domain.scorecard import Scorecard

_SHOWN_OF_HASH = 12


def refuse(problems: Iterable[Problem]) -> None:
    """Raises InvalidInput with every problem, if there are any."""
    found = tuple(problems)
    if found:
        raise InvalidInput(found)


def scorecard_problems(framework: Framework, scorecard: Scorecard) -> Iterator[Problem]:
    """A scorecard of another framework has other capabilities, or the same by other rules."""
    made_with = scorecard.framework
    if made_with.content_hash != framework.content_hash:
        found = _identity(made_with.id, made_with.version, made_with.content_hash)
        expected = _identity(framework.id, framework.version, framework.content_hash)
        message = f"it was made with {found}, not with {expected}; score the answers again"
        yield Problem("scorecard", message)


def catalogue_problems(
    framework: Framework, catalogue: Catalogue, scenario: Scenario
) -> Iterator[Problem]:
    """Initiatives of another framework, or money that cannot be compared with the budget."""
    if catalogue.framework != framework.id:
        message = f"it belongs to the framework {catalogue.framework}, not to {framework.id}"
        yield Problem("catalogue", f"{message}; choose a catalogue of this framework")
    if catalogue.initiatives and catalogue.currency != scenario.currency:
        message = f"its money is in {scenario.currency}, that of the catalogue in"
        yield Problem("scenario", f"{message} {catalogue.currency}; use one currency for both")


def scenario_problems(
    framework: Framework, catalogue: Catalogue, scenario: Scenario
) -> Iterator[Problem]:
    """Targets and decisions about what does not exist, and aims that are not an order."""
    capabilities = {capability.id for capability in framework.capabilities()}
    initiatives = {initiative.id for initiative in catalogue.initiatives}
    for name in (*scenario.due, *scenario.firm):
        if name not in capabilities:
            yield Problem("scenario", f"there is no capability {name}; remove it")
    for name in scenario.rules:
        if name not in initiatives:
            yield Problem("scenario", f"there is no initiative {name}; remove its rule")
    if sorted(scenario.aims) != sorted(AIMS):
        found = ", ".join(scenario.aims) or "none"
        message = f"{', '.join(AIMS)} were expected, each once, found {found}"
        yield Problem("scenario, aims", f"{message}; put them in your order")


def _identity(name: str, version: str, content_hash: str) -> str:
    return f"{name} {version} (content {content_hash[:_SHOWN_OF_HASH]})"
