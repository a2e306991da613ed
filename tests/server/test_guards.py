"""The rules at the front door, one by one."""

import base64
import hashlib
from pathlib import Path

import pytest
import streamlit

from server.guards import inline_script_hashes, is_hidden, is_same_origin
from server.routes import attachment


@pytest.mark.parametrize(
    ("origin", "hosts", "same"),
    [
        ("http://localhost:8501", ["localhost:8501"], True),
        ("https://assess.example", ["assess.example"], True),
        ("http://[::1]:8501", ["[::1]:8501"], True),
        ("http://localhost:8501", ["localhost"], False),
        ("http://localhost", ["localhost:8501"], False),
        ("", [""], False),
        ("null", ["null"], False),
        ("http://", [""], False),
        ("http://a", ["a", "a"], False),
        ("http://a", [], False),
    ],
)
def test_an_origin_is_the_same_only_when_it_names_exactly_the_host(
    origin: str, hosts: list[str], same: bool
) -> None:
    assert is_same_origin(origin, hosts) is same


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_STCORE/Metrics", "//_stcore/agent/x"])
def test_every_spelling_of_an_internal_path_is_hidden(path: str) -> None:
    assert is_hidden(path)


@pytest.mark.parametrize("path", ["/", "/_stcore/stream", "/_stcore/metricsandmore", "/results"])
def test_other_paths_are_not_hidden(path: str) -> None:
    assert not is_hidden(path)


def test_the_policy_allows_exactly_the_one_script_that_streamlit_writes_into_its_page() -> None:
    # Fails after an update of Streamlit that changes the page: look at the new script first.
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    script = page.split("<script>")[1].split("</script>")[0]
    assert script.split() == ["window.prerenderReady", "=", "false"]
    digest = hashlib.sha256(script.encode()).digest()
    assert inline_script_hashes() == [base64.b64encode(digest).decode()]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        (
            "Board 2030.pdf",
            "attachment; filename=\"Board 2030.pdf\"; filename*=UTF-8''Board%202030.pdf",
        ),
        (
            "Σ.pdf",
            "attachment; filename=\"_.pdf\"; filename*=UTF-8''%CE%A3.pdf",
        ),
        (
            'a"\r\nSet-Cookie: x=1;/..\\b.pdf',
            'attachment; filename="a___Set-Cookie_ x_1__.._b.pdf"; '
            "filename*=UTF-8''a%22%0D%0ASet-Cookie%3A%20x%3D1%3B%2F..%5Cb.pdf",
        ),
    ],
)
def test_the_name_of_a_download_stays_one_safe_header_line(name: str, header: str) -> None:
    assert attachment(name) == header
