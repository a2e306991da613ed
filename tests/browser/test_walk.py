"""From the first page to a downloaded PDF, as a person would, on a desktop and on a phone."""

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Served


def test_a_leader_walks_from_the_first_page_to_the_pdf_on_a_desktop(
    app: Served, desktop: Page, tmp_path: Path
) -> None:
    _walk(app, desktop, tmp_path, organisation="Harbour & Sons")


def test_a_leader_walks_from_the_first_page_to_the_pdf_on_a_phone(
    app: Served, phone: Page, tmp_path: Path
) -> None:
    _walk(app, phone, tmp_path, organisation="Ørsted Λόγος 株式会社")


def _walk(app: Served, page: Page, folder: Path, organisation: str) -> None:
    page.goto(app.url)
    start_assessment(page, organisation)
    for _ in range(3):
        place_at_level(page, 2)
        move_on(page)
    _results(page)
    _roadmap(page)
    _pdf(page, folder, organisation)


@pytest.mark.parametrize("field", ["What proves it?", "Comment"])
def test_a_press_on_next_leaves_a_note_and_going_back_shows_it(
    app: Served, phone: Page, field: str
) -> None:
    phone.goto(app.url)
    start_assessment(phone, "Noted Ltd")
    place_at_level(phone, 2)
    phone.locator("summary", has_text="Confidence, evidence, comment").click()
    phone.get_by_role("textbox", name=field).fill("Board minutes of March")
    before = phone.get_by_role("radiogroup").first.get_attribute("aria-label")
    go_on = phone.get_by_role("button", name="Next", exact=True)
    go_on.hover()
    phone.mouse.down()
    phone.wait_for_timeout(500)  # a finger rests for a moment; meanwhile the note is saved
    phone.mouse.up()
    expect(phone.get_by_role("radiogroup").first).not_to_have_attribute("aria-label", before or "")
    phone.get_by_role("button", name="Previous", exact=True).click()
    expect(phone.get_by_role("radio").nth(1)).to_be_checked()
    expect(phone.get_by_role("textbox", name=field)).to_have_value("Board minutes of March")


def test_a_press_that_comes_together_with_what_was_typed_goes_on_too(
    app: Served, phone: Page
) -> None:
    phone.goto(app.url)
    start_assessment(phone, "Quick Ltd")
    phone.locator("summary", has_text="Confidence, evidence, comment").click()
    phone.get_by_role("textbox", name="Comment").fill("Ask the chief risk officer")
    move_on(phone)
    phone.get_by_role("button", name="Previous", exact=True).click()
    expect(phone.get_by_text("1 of 28")).to_be_visible()
    phone.locator("summary", has_text="Confidence, evidence, comment").click()
    comment = phone.get_by_role("textbox", name="Comment")
    expect(comment).to_have_value("Ask the chief risk officer")


def start_assessment(page: Page, organisation: str) -> None:
    """Fill the form of the home page and arrive at the first question."""
    expect(page.get_by_role("heading", name="Where do you stand")).to_be_visible()
    page.get_by_label("Organisation or unit").fill(organisation)
    page.get_by_label("Your name").fill("Ada Lovelace")
    page.get_by_role("button", name="Start the assessment").click()
    expect(page.get_by_role("heading", name="Rate your capabilities")).to_be_visible()


def place_at_level(page: Page, level: int) -> None:
    """Choose the statement of a level for the capability on screen; wait for "Saved"."""
    page.get_by_role("radiogroup").first.locator("label").nth(level - 1).click()
    expect(page.get_by_text(re.compile(r"Saved \d")).first).to_be_visible()


def move_on(page: Page) -> None:
    """Press Next and wait for another capability, shown from its top."""
    before = page.get_by_role("radiogroup").first.get_attribute("aria-label")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("radiogroup").first).not_to_have_attribute("aria-label", before or "")
    no_sideways_scrolling(page)


def _results(page: Page) -> None:
    go_to(page, "Results")
    expect(page.get_by_role("heading", name="Where you stand", exact=True)).to_be_visible()
    expect(page.get_by_text("Why this level?")).to_be_visible()
    no_sideways_scrolling(page)


def _roadmap(page: Page) -> None:
    go_to(page, "Roadmap")
    expect(page.get_by_role("heading", name="Targets and roadmap")).to_be_visible()
    expect(page.get_by_text("Initiatives placed")).to_be_visible()
    no_sideways_scrolling(page)


def _pdf(page: Page, folder: Path, organisation: str) -> None:
    go_to(page, "Report")
    page.get_by_role("button", name="Make the report").click()
    link = page.get_by_role("link", name="Download the PDF")
    expect(link).to_be_visible(timeout=120_000)
    expect(page.get_by_text("Page 1 of ", exact=False)).to_be_visible(timeout=120_000)
    with page.expect_download() as download:
        link.click()
    path = folder / "report.pdf"
    download.value.save_as(path)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) >= 10
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(path))
    assert organisation in text


def go_to(page: Page, name: str) -> None:
    """Follow the navigation, which hides behind a menu button on a phone."""
    menu = page.get_by_test_id("stExpandSidebarButton")
    if menu.is_visible():
        menu.click()
    page.get_by_role("link", name=name, exact=True).first.click()


def no_sideways_scrolling(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0, f"the page is {wider} px wider than the screen"


@pytest.mark.parametrize(
    "deep", ["results", "roadmap", "decisions", "value", "report", "assess", "frameworks"]
)
def test_a_cold_deep_link_shows_the_page_and_its_navigation(
    app: Served, desktop: Page, deep: str
) -> None:
    desktop.goto(f"{app.url}/{deep}?engagement=example")
    expect(desktop.get_by_role("heading", level=1)).to_be_visible()
    expect(desktop.get_by_role("link", name="Home", exact=True).first).to_be_visible()


def test_a_phone_shows_the_first_question_without_sideways_scrolling(
    app: Served, phone: Page
) -> None:
    phone.goto(app.url)
    start_assessment(phone, "Pocket Ltd")
    assert phone.viewport_size == PHONE
    no_sideways_scrolling(phone)
