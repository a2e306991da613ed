"""The frameworks that can be assessed with, and the initiatives that belong to them."""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Connection

import scoring
from domain.decisions import DecisionAid
from domain.errors import Conflict, InvalidInput, NotFound, Problem
from domain.framework import Framework
from domain.planning import Catalogue
from engagements.lookup import engagement_with
from storage import records
from storage.catalogues import read_catalogue
from storage.database import Database
from storage.decision_files import read_decisions
from storage.frameworks import read_framework
from storage.shipped import catalogue_path, decisions_path, framework_paths
from storage.versioned_file import content_of


def list_frameworks(db: Database) -> tuple[Framework, ...]:
    """The frameworks a new engagement can use: first those that come with Headway."""
    with db.reading() as connection:
        uploaded = [_parsed(content) for content in records.uploaded_frameworks(connection)]
    found = {framework.content_hash: framework for framework in [*_shipped(), *uploaded]}
    return tuple(found.values())


def framework_by_hash(db: Database, content_hash: str) -> Framework:
    """The framework with this content. Raises NotFound."""
    with db.reading() as connection:
        return kept_or_shipped(connection, content_hash)


def framework_of(db: Database, engagement_id: str) -> Framework:
    """The framework version that an engagement is pinned to. Raises NotFound."""
    with db.reading() as connection:
        pinned = engagement_with(connection, engagement_id).framework_hash
        return kept_or_shipped(connection, pinned)


def catalogue_of(db: Database, engagement_id: str) -> Catalogue | None:
    """The initiatives for an engagement's framework; None when none come with it.

    A catalogue that does not fit this version of the framework counts as none.
    """
    with db.reading() as connection:
        engagement = engagement_with(connection, engagement_id)
        pinned = records.framework_content(connection, engagement.framework_hash)
    path = catalogue_path(engagement.framework_id)
    if path is None or pinned is None:
        return None
    return _parsed_catalogue(content_of(path), str(path), pinned)


def decision_aid_of(db: Database, engagement_id: str) -> DecisionAid | None:
    """The strategy decisions for an engagement's framework; None when none come with it.

    An aid that does not fit this version of framework and catalogue counts as none.
    """
    with db.reading() as connection:
        engagement = engagement_with(connection, engagement_id)
        pinned = records.framework_content(connection, engagement.framework_hash)
    path = decisions_path(engagement.framework_id)
    catalogue = catalogue_path(engagement.framework_id)
    if path is None or catalogue is None or pinned is None:
        return None
    return _parsed_decisions(content_of(path), str(path), content_of(catalogue), pinned)


def check_framework(content: bytes, name: str) -> Framework:
    """Read a framework file as it would be added; `name` stands in the places of problems.

    Raises InvalidInput with every problem, unknown strategies and settings included.
    """
    known = {name: strategy.settings for name, strategy in scoring.strategies().items()}
    framework = read_framework(content, name, known)
    try:
        scoring.check_rollups(framework)
    except InvalidInput as error:
        raise InvalidInput(
            Problem(f"{name}, {problem.place}", problem.message) for problem in error.problems
        ) from None
    return framework


def add_framework(db: Database, actor: str, content: bytes, name: str) -> Framework:
    """Offer a framework file for new engagements; adding the same content again is harmless.

    Raises InvalidInput as `check_framework` does, and Conflict when this id and version
    exist with other content: a version that somebody may have scored with stays what it was.
    """
    framework = check_framework(content, name)
    shipped = {known.content_hash: known for known in _shipped()}
    if framework.content_hash in shipped:
        return framework
    with db.writing() as connection:
        taken = records.uploaded_hashes(connection, framework.id, framework.version)
        _check_not_taken(framework, [*shipped.values()], taken)
        if framework.content_hash not in taken:
            keep(connection, framework, content)
            records.offer_framework_version(connection, framework.content_hash)
            subject = f"{framework.id} {framework.version} {framework.content_hash}"
            records.add_audit(connection, datetime.now(UTC), actor, "added framework", subject)
    return framework


def _check_not_taken(
    framework: Framework, shipped: list[Framework], uploaded: tuple[str, ...]
) -> None:
    same = [
        known for known in shipped if (known.id, known.version) == (framework.id, framework.version)
    ]
    for taken in [*(known.content_hash for known in same), *uploaded]:
        if taken != framework.content_hash:
            raise Conflict(
                f"{framework.id} {framework.version} exists with other content "
                f"({taken[:12]}, yours is {framework.content_hash[:12]}). Give the changed file "
                "a new version."
            )


def keep(connection: Connection, framework: Framework, content: bytes) -> None:
    """Make sure that the content of a framework is in the database."""
    if records.framework_content(connection, framework.content_hash) is None:
        records.add_framework_version(
            connection,
            content_hash=framework.content_hash,
            framework_id=framework.id,
            version=framework.version,
            content=content,
            added=datetime.now(UTC),
        )


def keep_shipped(connection: Connection, content_hash: str) -> None:
    """Make sure that a framework that comes with Headway, as it is now, is in the database."""
    for content in _shipped_contents():
        if _parsed(content).content_hash == content_hash:
            keep(connection, _parsed(content), content)


def kept_or_shipped(connection: Connection, content_hash: str) -> Framework:
    """The framework with this content, from the database or from the program."""
    if content_hash in _known:
        return _known[content_hash]
    content = records.framework_content(connection, content_hash)
    if content is not None:
        return _remembered(_parsed(content))
    for framework in _shipped():
        if framework.content_hash == content_hash:
            return framework
    raise NotFound(f"There is no framework with the content {content_hash[:12]} here.")


# Read with every answer that is saved. What a hash names never changes.
_known: dict[str, Framework] = {}


def _remembered(framework: Framework) -> Framework:
    _known[framework.content_hash] = framework
    return framework


def _shipped() -> list[Framework]:
    return [_parsed(content) for content in _shipped_contents()]


def _shipped_contents() -> list[bytes]:
    return [content_of(path) for path in framework_paths()]


@lru_cache(maxsize=32)
def _parsed(content: bytes) -> Framework:
    return read_framework(content, "framework")


@lru_cache(maxsize=32)
def _parsed_decisions(
    content: bytes, name: str, catalogue: bytes, framework: bytes
) -> DecisionAid | None:
    initiatives = _parsed_catalogue(catalogue, "catalogue", framework)
    if initiatives is None:
        return None
    try:
        return read_decisions(content, name, _parsed(framework), initiatives)
    except InvalidInput:
        return None


@lru_cache(maxsize=32)
def _parsed_catalogue(content: bytes, name: str, framework: bytes) -> Catalogue | None:
    try:
        return read_catalogue(content, name, _parsed(framework))
    except InvalidInput:
        return None
