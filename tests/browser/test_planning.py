"""Planning in the room: money moves, the best plan follows, and says what changed and why."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served
from tests.browser.test_walk import no_sideways_scrolling

LONG = 60_000
"""Milliseconds for a search that shares two cores with the browser."""


def test_a_changed_budget_is_planned_anew_and_explained(app: Served, desktop: Page) -> None:
    desktop.goto(f"{app.url}/roadmap?engagement=example")
    expect(desktop.get_by_text("Proved best")).to_be_visible(timeout=LONG)
    before = desktop.get_by_role("heading", name="initiatives bring the organisation").inner_text()
    _show(desktop, "Targets and limits")
    budget = desktop.get_by_label("2028, k EUR", exact=True)
    budget.fill("3000")
    budget.press("Enter")
    change = desktop.get_by_text("What your last change did")
    expect(change).to_be_visible(timeout=LONG)
    expect(desktop.get_by_text("thousand less in 2028", exact=False)).to_be_visible(timeout=LONG)
    after = desktop.get_by_role("heading", name="initiatives bring the organisation").inner_text()
    assert before != after
    _show(desktop, "Plan")
    expect(desktop.get_by_text("Scarce: Money in", exact=False)).to_be_visible()
    _explain(desktop, "AI delivery pipeline with gates, monitoring and rollback")
    for part in ("Waits for", "What waits for it", "To start it earlier", "If it is dropped"):
        expect(desktop.get_by_text(part, exact=True)).to_be_visible()
    expect(desktop.get_by_text("Freed: EUR", exact=False)).to_be_visible()


def test_a_budget_that_is_no_number_is_answered_beside_its_field(
    app: Served, desktop: Page
) -> None:
    desktop.goto(f"{app.url}/roadmap?engagement=example")
    _show(desktop, "Targets and limits")
    budget = desktop.get_by_label("2029, k EUR", exact=True)
    budget.fill("a lot")
    budget.press("Enter")
    expect(desktop.get_by_text("The budget of 2029 is a number of thousands")).to_be_visible()


@pytest.mark.parametrize(
    "page", ["roadmap", "decisions", "value"], ids=["roadmap", "decisions", "value"]
)
def test_the_pages_of_the_way_ahead_fit_a_phone(app: Served, phone: Page, page: str) -> None:
    phone.goto(f"{app.url}/{page}?engagement=example")
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_test_id("stSkeleton")).to_have_count(0, timeout=LONG)
    no_sideways_scrolling(phone)


def test_every_part_of_the_roadmap_fits_a_phone(app: Served, phone: Page) -> None:
    phone.goto(f"{app.url}/roadmap?engagement=example")
    for part in ("Targets and limits", "Scenarios", "How sure", "Progress", "Plan"):
        _show(phone, part)
        no_sideways_scrolling(phone)


def _show(page: Page, part: str) -> None:
    page.get_by_role("radio", name=part, exact=True).click()
    expect(page.get_by_role("radio", name=part, exact=True)).to_be_checked()


def _explain(page: Page, initiative: str) -> None:
    chosen = page.get_by_label("Initiative", exact=True).first
    chosen.click()
    chosen.fill(initiative)
    chosen.press("Enter")
    expect(page.get_by_text("Lifts Staged release", exact=False)).to_be_visible()
