"""Streamlit's own files from memory, packed once: two hundred phones fetch them at the same time.

Their names carry a hash of their content, so a browser may keep them for good.
"""

import gzip
import mimetypes
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

_ROOT = Path(streamlit.__file__).parent / "static"
_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"


class StaticFiles:
    """Answers `/static/...` itself where the browser takes gzip; leaves the rest to the app."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._paths = {
            f"/{path.relative_to(_ROOT).as_posix()}": path
            for path in (_ROOT / "static").rglob("*")
            if path.is_file()
        }
        self._packed: dict[Path, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = self._wanted(scope)
        if path is None:
            await self._app(scope, receive, send)
            return
        if path not in self._packed:
            self._packed[path] = await run_in_threadpool(packed, path)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = {
            "Cache-Control": _KEPT_FOR_GOOD,
            "Content-Encoding": "gzip",
            "Vary": "Accept-Encoding",
        }
        await Response(self._packed[path], headers=headers, media_type=kind)(scope, receive, send)

    def _wanted(self, scope: Scope) -> Path | None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        headers = Headers(scope=scope)
        takes_it = "gzip" in headers.get("accept-encoding", "") and "range" not in headers
        return self._paths.get(scope["path"]) if takes_it else None


def packed(path: Path) -> bytes:
    """A file's content, gzipped; always the same bytes."""
    return gzip.compress(path.read_bytes(), mtime=0)
