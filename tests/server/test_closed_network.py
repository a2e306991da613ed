"""In a real browser: everything is drawn, nothing comes from elsewhere, nothing is blocked."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server.conftest import Outside
from tests.server.running import Running


@pytest.fixture(scope="module")
def visit(browser: Browser, server: Running) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The page of the tests, every address it asked for, and what the browser complained of."""
    page = browser.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda line: complaints.append(f"{line.type}: {line.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    page.goto(server.url)
    expect(page.get_by_text("collection after each answer")).to_be_visible(timeout=60_000)
    yield page, asked, complaints
    page.close()


def test_a_chart_and_a_table_are_drawn(visit: tuple[Page, list[str], list[str]]) -> None:
    page, _, _ = visit
    chart = page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first
    expect(chart).to_be_visible(timeout=30_000)
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()


def test_a_component_is_drawn_in_its_frame(visit: tuple[Page, list[str], list[str]]) -> None:
    page, _, _ = visit
    frame = page.locator("iframe[src*='/component/']").first
    expect(frame).to_be_attached(timeout=30_000)
    assert page.frame_locator("iframe[src*='/component/']").locator("script").count() == 1


def test_no_request_leaves_the_origin(
    visit: tuple[Page, list[str], list[str]], server: Running, outside: Outside
) -> None:
    _, asked, _ = visit
    own = (f"http://localhost:{server.port}/", f"ws://localhost:{server.port}/", "data:", "blob:")
    assert len(asked) > 10
    assert [address for address in asked if not address.startswith(own)] == []
    assert not outside.was_called()


def test_the_browser_reports_no_error_and_no_violation(
    visit: tuple[Page, list[str], list[str]],
) -> None:
    page, _, complaints = visit
    page.wait_for_timeout(500)
    bad = [line for line in complaints if line.startswith("error") or "Content" in line]
    assert bad == []


def test_what_is_loaded_is_frozen_and_not_collected_after_each_answer(
    visit: tuple[Page, list[str], list[str]],
) -> None:
    page, _, _ = visit
    expect(page.get_by_text("objects frozen: True")).to_be_visible()
    expect(page.get_by_text("collection after each answer: False")).to_be_visible()
