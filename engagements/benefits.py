"""What the work is worth: an engagement's own register of benefits."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

from domain.errors import NotFound
from domain.planning import Benefit, Catalogue, Grade, Pool, Register
from engagements.frameworks import catalogue_of, framework_of
from engagements.lookup import engagement_with
from engagements.texts import length_problems, line, note, refuse
from storage import records
from storage.database import Database
from storage.results import register_content, register_from

_KIND = "register"
_MOST = 1e9
_LONGEST_RAMP = 20


def planning_catalogue(db: Database, engagement_id: str) -> Catalogue:
    """The initiatives for an engagement with its own benefits, or a catalogue without any.

    Until somebody changes them, the benefits are those of the catalogue. Raises NotFound.
    """
    catalogue = catalogue_of(db, engagement_id) or _nothing(framework_of(db, engagement_id).id)
    with db.reading() as connection:
        saved = records.planning_record(connection, engagement_id, _KIND)
    return catalogue if saved is None else replace(catalogue, register=register_from(saved))


def register_of(db: Database, engagement_id: str) -> Register:
    """The benefits of an engagement. Raises NotFound."""
    return planning_catalogue(db, engagement_id).register


def save_benefit(db: Database, actor: str, engagement_id: str, benefit: Benefit) -> None:
    """Add a benefit, or put it in the place of the one with its id.

    Raises NotFound, and InvalidInput with everything that does not fit.
    """
    cleaned = _cleaned(benefit)
    refuse(benefit_problems(cleaned, planning_catalogue(db, engagement_id)))

    def saved(register: Register) -> Register:
        benefits = {each.id: each for each in register.benefits} | {cleaned.id: cleaned}
        return replace(register, benefits=tuple(benefits.values()))

    _change(db, actor, engagement_id, saved, f"saved benefit {cleaned.id}")


def remove_benefit(db: Database, actor: str, engagement_id: str, benefit_id: str) -> None:
    """Take a benefit out. Raises NotFound when it is not there."""

    def without(register: Register) -> Register:
        kept = tuple(each for each in register.benefits if each.id != benefit_id)
        if len(kept) == len(register.benefits):
            raise NotFound(f"There is no benefit {benefit_id!r} here.")
        return replace(register, benefits=kept)

    _change(db, actor, engagement_id, without, f"removed benefit {benefit_id}")


def save_pool(db: Database, actor: str, engagement_id: str, pool: Pool) -> None:
    """Say how much money a pool has. Raises NotFound and InvalidInput."""
    refuse(_pool_problems(pool))

    def saved(register: Register) -> Register:
        pools = {each.id: each for each in register.pools} | {pool.id: pool}
        return replace(register, pools=tuple(pools.values()))

    _change(db, actor, engagement_id, saved, f"saved pool {pool.id}")


def benefit_problems(benefit: Benefit, catalogue: Catalogue) -> Iterator[str]:
    """Everything in a benefit that cannot be reckoned with."""
    yield from length_problems(benefit.id, "benefit's id", shortest=1)
    yield from length_problems(benefit.name, "benefit's name", shortest=1)
    known = {initiative.id for initiative in catalogue.initiatives}
    if not benefit.needs:
        yield "A benefit comes from something: choose the initiatives that it needs."
    yield from (f"There is no initiative {name!r}." for name in benefit.needs if name not in known)
    low, likely, high = benefit.yearly.low, benefit.yearly.likely, benefit.yearly.high
    if not 0 <= low <= likely <= high <= _MOST:
        yield (
            f"Low, likely and high go up from 0 and are at most {_MOST:,.0f} thousand a year, "
            f"not {low:g}, {likely:g}, {high:g}."
        )
    if benefit.grade not in get_args(Grade):
        yield f"The grade of evidence is A, B, C or D, not {benefit.grade!r}."
    if benefit.grade != "D" and not benefit.evidence:
        yield f"Grade {benefit.grade} needs evidence: say what shows it, or take grade D."
    if not 0 < benefit.share <= 1:
        yield f"The part put down to the work is above 0 and up to 100 %, not {benefit.share:.0%}."
    if not 0 <= benefit.ramp <= _LONGEST_RAMP:
        yield f"The ramp is 0 to {_LONGEST_RAMP} quarters, not {benefit.ramp}."
    if benefit.pool and benefit.pool not in {pool.id for pool in catalogue.register.pools}:
        yield f"There is no pool {benefit.pool!r}."


def _pool_problems(pool: Pool) -> Iterator[str]:
    yield from length_problems(pool.name, "pool's name", shortest=1)
    if not 0 <= pool.yearly <= _MOST:
        yield f"A pool holds 0 to {_MOST:,.0f} thousand a year, not {pool.yearly:g}."


def _cleaned(benefit: Benefit) -> Benefit:
    return replace(
        benefit,
        name=line(benefit.name),
        owner=line(benefit.owner),
        measure=note(benefit.measure),
        baseline=note(benefit.baseline),
        leading_indicator=note(benefit.leading_indicator),
        lagging_indicator=note(benefit.lagging_indicator),
        evidence=note(benefit.evidence),
        attribution=note(benefit.attribution),
    )


def _change(
    db: Database,
    actor: str,
    engagement_id: str,
    change: Callable[[Register], Register],
    action: str,
) -> None:
    """Change the register as it is at this moment, whoever else is at it."""
    last = register_of(db, engagement_id)
    with db.writing() as connection:
        engagement_with(connection, engagement_id)
        saved = records.planning_record(connection, engagement_id, _KIND)
        content = register_content(change(register_from(saved) if saved else last))
        now = datetime.now(UTC)
        records.add_planning_record(connection, engagement_id, _KIND, content, now)
        records.add_audit(connection, now, line(actor), action, engagement_id)


def _nothing(framework_id: str) -> Catalogue:
    return Catalogue(
        id="none",
        version="1.0.0",
        name="No initiatives",
        framework=framework_id,
        currency="EUR",
        initiatives=(),
        content_hash="",
    )
