"""What the PDF may load: fonts, style sheet and charts that are handed in, nothing else."""

from functools import cache
from typing import Any

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reporting.theme import FONTS

SCHEME = "asset:"


class Assets(URLFetcher):  # type: ignore[misc]  # WeasyPrint publishes no types
    """Answers `asset:NAME` from memory. Any other address ends the printing."""

    def __init__(self, content: dict[str, bytes]) -> None:
        super().__init__()
        self._content = fonts() | content

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The content behind an address of the private scheme."""
        name = url.removeprefix(SCHEME)
        if not url.startswith(SCHEME) or name not in self._content:
            raise FatalURLFetchingError(f"the report asked for {url}, which it may not load")
        content = self._content[name]
        return URLFetcherResponse(url, content, headers={"Content-Type": _kind(content)})


@cache
def fonts() -> dict[str, bytes]:
    """The four faces by file name."""
    return {path.name: path.read_bytes() for path in sorted(FONTS.glob("*.ttf"))}


def _kind(content: bytes) -> str:
    if content.startswith(b"\x89PNG"):
        return "image/png"
    return "image/svg+xml" if content.startswith(b"<svg") else "font/ttf"
