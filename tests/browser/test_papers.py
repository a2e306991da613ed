"""A consultant makes the paper: its words, its look, its forms, and whether it is still true."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, serve
from tests.storage.test_themes import EXAMPLE

PATIENCE = 120_000


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: what is edited here must not show elsewhere."""
    served = serve(tmp_path_factory.mktemp("papers") / "headway.db")
    yield served
    served.kill()


def make(page: Page, form: str, download: str) -> None:
    """Choose a form and make it."""
    page.get_by_role("radiogroup").first.locator("label", has_text=form).first.click()
    page.get_by_role("button", name=re.compile("Make")).first.click()
    expect(page.get_by_role("link", name=f"Download the {download}")).to_be_visible(
        timeout=PATIENCE
    )


def test_the_paper_is_edited_made_in_every_form_and_held_to_what_is_stored(
    papers: Served, desktop: Page, tmp_path: Path
) -> None:
    page = desktop
    page.goto(f"{papers.url}/report?engagement=example")
    expect(page.get_by_text("What do you need?")).to_be_visible()
    page.get_by_text("The words in it").click()
    page.get_by_label("Your words").fill("We choose to lead by 2030")
    page.get_by_label("Your name").fill("Kim")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    make(page, "For the board", "PDF")
    expect(page.get_by_text("Page 1 of 14")).to_be_visible(timeout=PATIENCE)
    link = page.get_by_role("link", name="Download the PDF").get_attribute("href")
    paper = tmp_path / "board.pdf"
    paper.write_bytes(page.request.get(f"{papers.url}{link}").body())
    make(page, "Slides", "slides")
    make(page, "Chief AI Officer's charter", "PDF")
    expect(page.get_by_text("Page 1 of 3")).to_be_visible(timeout=PATIENCE)
    make(page, "For the board", "PDF")
    expect(page.get_by_text("Nothing had changed since", exact=False)).to_be_visible()
    page.get_by_text("Is a paper still true?").click()
    page.locator("input[type=file]").last.set_input_files(paper)
    expect(page.get_by_text("It says what is stored today", exact=False)).to_be_visible()


def test_a_press_begun_before_the_choice_is_drawn_makes_what_was_chosen(
    papers: Served, desktop: Page
) -> None:
    page = desktop
    page.goto(f"{papers.url}/report?engagement=example")
    make(page, "For the board", "PDF")
    page.goto(f"{papers.url}/report?engagement=example")
    again = page.get_by_role("button", name="Make it again")
    expect(again).to_be_visible()
    box = again.bounding_box()
    assert box
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.get_by_role("radio", name="Tables").evaluate("choice => choice.click()")
    expect(page.get_by_role("button", name="Make the report")).to_be_visible()
    page.mouse.up()
    expect(page.get_by_role("link", name="Download the tables")).to_be_visible(timeout=PATIENCE)


def test_a_look_is_refused_in_a_sentence_or_kept(
    papers: Served, desktop: Page, tmp_path: Path
) -> None:
    pale = tmp_path / "pale.yaml"
    pale.write_text('format: headway-theme/1\naccent: "#FFEE00"\n')
    page = desktop
    page.goto(f"{papers.url}/report?engagement=example")
    page.get_by_text("How it looks").click()
    upload = page.locator("input[type=file]").first
    upload.set_input_files(pale)
    page.get_by_role("button", name="Use this look").click()
    expect(page.get_by_text("Choose a darker colour", exact=False)).to_be_visible()
    upload.set_input_files(EXAMPLE)
    page.get_by_role("button", name="Use this look").click()
    expect(page.get_by_text("for Northwind Mutual", exact=False)).to_be_visible()
    page.get_by_role("button", name="Back to the plain look").click()
    expect(page.get_by_text("The papers have the plain look", exact=False)).to_be_visible()
