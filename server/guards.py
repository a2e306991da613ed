"""What stands between the network and Streamlit: who may connect, what is hidden, headers, and
the cookie by which a browser is known again.
"""

import base64
import hashlib
import re
from collections.abc import Collection
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.devices import name_owner, new_device, set_device

# Streamlit's own pages that tell strangers about the machine or drive the app.
HIDDEN = ("/_stcore/metrics", "/_stcore/agent")

_POLICY_VIOLATION = 1008


class Guards:
    """Refuses foreign WebSocket handshakes, hides internal paths, adds headers and a device cookie.

    A handshake with a foreign Origin must not reach Streamlit: it would ask a public
    service for this machine's address, inside the event loop, and in a closed network
    everybody would wait for the time-out.

    `allowed_origins` are the origins under which a proxy publishes the app, such as
    "https://assess.example", when the proxy does not pass the browser's Host header on.
    """

    def __init__(self, app: ASGIApp, allowed_origins: Collection[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(allowed_origins)
        self._headers = security_headers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin", "")
        if origin in self._allowed:
            # Streamlit compares Origin and Host itself; tell it the host the browser used.
            MutableHeaders(scope=scope)["host"] = origin.partition("://")[2]
        elif not is_same_origin(origin, headers.getlist("host")):
            await receive()
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
            return
        name_owner(scope)
        await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        device = new_device(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
                if device:
                    set_device(message, device, scope["scheme"])
            await send(message)

        hidden = is_hidden(scope["path"])
        app = PlainTextResponse("Not found", status_code=404) if hidden else self._app
        await app(scope, receive, send_with_headers)


def is_same_origin(origin: str, hosts: list[str]) -> bool:
    """Whether a browser's Origin names exactly the host it is talking to, port included."""
    return (
        len(hosts) == 1
        and hosts[0] != ""
        and origin in (f"http://{hosts[0]}", f"https://{hosts[0]}")
    )


def is_hidden(path: str) -> bool:
    """Whether a path belongs to one of Streamlit's internal pages."""
    normal = re.sub("/+", "/", path).lower()
    return any(normal == hidden or normal.startswith(f"{hidden}/") for hidden in HIDDEN)


def security_headers() -> dict[str, str]:
    """Headers of every answer; the policy forbids anything from another origin."""
    return {
        "Content-Security-Policy": _content_security_policy(),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


def _content_security_policy() -> str:
    scripts = " ".join(f"'sha256-{digest}'" for digest in inline_script_hashes())
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {scripts}",
            "style-src 'self' 'unsafe-inline'",  # Streamlit writes styles into the page
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'self'",  # a component stands in a frame of its own
            "form-action 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
        )
    )


def inline_script_hashes() -> list[str]:
    """SHA-256 of each script written into Streamlit's page, in base64 as the policy wants."""
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text("utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    return [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts
    ]
