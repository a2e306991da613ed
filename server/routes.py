"""Headway's own addresses beside the app: is it alive, is it ready, a report's file, and links
that let a browser take part or facilitate.
"""

import mimetypes
from urllib.parse import quote

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import engagements
from domain.errors import HeadwayError, NotFound
from storage import records
from storage.database import Database
from ui.device import DEVICE_COOKIE

# What people get must not stay in a shared cache or on a shared machine.
_NO_STORE = {"Cache-Control": "no-store"}


def own_routes(database: Database) -> list[Route]:
    """The routes that the server answers itself, over an open database."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok", headers=_NO_STORE)

    async def readyz(request: Request) -> Response:
        if await run_in_threadpool(_answers, database):
            return PlainTextResponse("ready", headers=_NO_STORE)
        return PlainTextResponse("the database does not answer", 503, headers=_NO_STORE)

    async def report(request: Request) -> Response:
        return await run_in_threadpool(_report, database, request.path_params["token"])

    async def go_on(request: Request) -> Response:
        respondent = request.path_params["respondent"]
        return await run_in_threadpool(_continue, database, _device(request), respondent)

    async def facilitate(request: Request) -> Response:
        token = request.path_params["token"]
        return await run_in_threadpool(_facilitate, database, _device(request), token)

    async def take_away(request: Request) -> Response:
        workshop = request.path_params["workshop"]
        return await run_in_threadpool(_take_away, database, _device(request), workshop)

    return [
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/reports/{token}", report),
        Route("/continue/{respondent}", go_on),
        Route("/facilitate/{token}", facilitate),
        Route("/take-away/{workshop}", take_away),
    ]


def _device(request: Request) -> str:
    return request.cookies.get(DEVICE_COOKIE, "")


def _answers(database: Database) -> bool:
    try:
        with database.reading() as connection:
            records.engagement_by_id(connection, "")
    except (SQLAlchemyError, HeadwayError):
        return False
    return True


def _report(database: Database, token: str) -> Response:
    try:
        name, content = engagements.open_report(database, token)
    except NotFound:
        return PlainTextResponse(
            "This report is not here, or its link has expired. Make it again on the page Report.",
            status_code=404,
            headers=_NO_STORE,
        )
    return _file(name, content)


def _file(name: str, content: bytes) -> Response:
    headers = {**_NO_STORE, "Content-Disposition": attachment(name)}
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers=headers)


def _take_away(database: Database, device: str, workshop: str) -> Response:
    try:
        name, content = engagements.open_take_away(database, device, workshop)
    except HeadwayError as error:
        return _refusal(error)
    return _file(name, content)


def _continue(database: Database, device: str, respondent: str) -> Response:
    """Let this browser go on as a participant. The secret leaves the address bar at once."""
    try:
        workshop = engagements.continue_on(database, device, respondent)
    except HeadwayError as error:
        return _refusal(error)
    return _go_to(f"/join?workshop={workshop.id}")


def _facilitate(database: Database, device: str, token: str) -> Response:
    try:
        workshop = engagements.facilitate(database, device, token)
    except HeadwayError as error:
        return _refusal(error)
    return _go_to(f"/workshop?engagement={workshop.engagement}")


def _go_to(path: str) -> Response:
    return RedirectResponse(path, status_code=303, headers=_NO_STORE)


def _refusal(error: HeadwayError) -> Response:
    status = 404 if isinstance(error, NotFound) else 400
    return PlainTextResponse(str(error), status, headers=_NO_STORE)


def attachment(name: str) -> str:
    """Content-Disposition for a download called `name`: one line of ASCII (RFC 6266, 8187).

    Old readers get the name with everything unusual replaced; new ones get it whole.
    """
    plain = "".join(c if c.isascii() and (c.isalnum() or c in " ._-") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
