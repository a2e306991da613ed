"""The device cookie: by it a browser is known again, though nobody has an account."""

import hashlib
from secrets import token_urlsafe

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Message, Scope

from ui.device import DEVICE_COOKIE

OWNER_HEADER = "X-Headway-Device"
"""Named in .streamlit/config.toml, so that Streamlit holds it to be whose session it is."""

_BYTES = 16
_SECONDS = 180 * 24 * 60 * 60
"""Longer than any survey is open; somebody who comes back next year joins anew."""


def new_device(scope: Scope) -> str | None:
    """A new secret for a browser that opens a page and has none yet; the request carries it on.

    Only where a page is asked for: a picture or a probe makes nobody known.
    """
    headers = Headers(scope=scope)
    if scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
        return None
    sent = headers.get("cookie", "")
    if cookie_parser(sent).get(DEVICE_COOKIE):
        return None
    device = token_urlsafe(_BYTES)
    MutableHeaders(scope=scope)["cookie"] = "; ".join(
        part for part in (sent, f"{DEVICE_COOKIE}={device}") if part
    )
    return device


def set_device(message: Message, device: str, scheme: str) -> None:
    """Let the browser keep the secret. An answer that carries it stays in no cache."""
    cookie = Response()
    cookie.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=_SECONDS,
        httponly=True,
        samesite="lax",
        secure=scheme == "https",
    )
    headers = MutableHeaders(scope=message)
    headers.append("set-cookie", cookie.headers["set-cookie"])
    headers["cache-control"] = "no-store"


def name_owner(scope: Scope) -> None:
    """Tell Streamlit whose connection this is: it hands a session back to the same owner only.

    What a browser sends under this name itself is replaced.
    """
    headers = MutableHeaders(scope=scope)
    device = cookie_parser(headers.get("cookie", "")).get(DEVICE_COOKIE, "")
    headers[OWNER_HEADER] = hashlib.sha256(device.encode()).hexdigest()
