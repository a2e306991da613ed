"""How papers look, and words in place of computed ones: kept, on record, never lost unseen."""

import pytest

import engagements
from domain.errors import Conflict, InvalidInput, NotFound
from domain.report import Theme
from tests.engagements.conftest import Opened
from tests.storage.test_themes import picture

THEME = b'format: headway-theme/1\nclient: Acme\naccent: "#14326E"\n'


def test_a_look_is_kept_printed_and_taken_away(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    assert engagements.theme_of(opened.db, identifier) == Theme()
    engagements.keep_logo(opened.db, "Kim", identifier, picture("PNG"), "logo.png")
    engagements.keep_theme(opened.db, "Kim", identifier, THEME, "mine.yaml")
    kept = engagements.theme_of(opened.db, identifier)
    assert (kept.client, kept.accent, bool(kept.logo)) == ("Acme", "#14326E", True)
    assert engagements.compose_report(opened.db, identifier).theme == kept
    engagements.remove_theme(opened.db, "Kim", identifier)
    assert engagements.theme_of(opened.db, identifier) == Theme()
    actions = [action for _, action in opened.audit()]
    assert actions[-3:] == ["changed the logo", "changed the look", "removed the look"]


def test_a_look_that_cannot_be_used_changes_nothing(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    engagements.keep_theme(opened.db, "Kim", identifier, THEME, "mine.yaml")
    with pytest.raises(InvalidInput):
        engagements.keep_theme(opened.db, "Kim", identifier, b"format: other", "mine.yaml")
    assert engagements.theme_of(opened.db, identifier).client == "Acme"
    with pytest.raises(NotFound):
        engagements.theme_of(opened.db, "nobody")


def test_words_are_kept_with_what_they_stand_for_and_taken_back(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    engagements.keep_edit(
        opened.db, "Kim", identifier, "summary.title", "We start  late\n", "Level 1 of 5"
    )
    [edit] = engagements.edits_of(opened.db, identifier)
    assert (edit.text, edit.computed, edit.by) == ("We start late", "Level 1 of 5", "Kim")
    assert engagements.compose_report(opened.db, identifier).edits == (edit,)
    engagements.keep_edit(
        opened.db, "Kim", identifier, "summary.title", "Level 1 of 5", "Level 1 of 5", edit
    )
    assert engagements.edits_of(opened.db, identifier) == ()


def test_whoever_edits_second_is_told_and_overwrites_nothing(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    engagements.keep_edit(opened.db, "Kim", identifier, "summary.title", "Kim's", "Computed")
    with pytest.raises(Conflict, match="Yours was not kept"):
        engagements.keep_edit(opened.db, "Ada", identifier, "summary.title", "Ada's", "Computed")
    assert [edit.text for edit in engagements.edits_of(opened.db, identifier)] == ["Kim's"]


@pytest.mark.parametrize(
    ("text", "by", "said"),
    [(" ", "Kim", "The text is empty"), ("x" * 601, "Kim", "600"), ("Words", "", "who edits")],
)
def test_words_need_a_text_and_a_name(opened: Opened, text: str, by: str, said: str) -> None:
    identifier = opened.start().engagement.id
    with pytest.raises(InvalidInput, match=said):
        engagements.keep_edit(opened.db, by, identifier, "summary.title", text, "Computed")


def test_the_same_state_has_one_hash_and_every_change_another(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    first = engagements.compose_report(opened.db, identifier)
    assert engagements.compose_report(opened.db, identifier).sha256 == first.sha256
    engagements.keep_theme(opened.db, "Kim", identifier, THEME, "mine.yaml")
    assert engagements.compose_report(opened.db, identifier).sha256 != first.sha256
    engagements.remove_theme(opened.db, "Kim", identifier)
    assert engagements.compose_report(opened.db, identifier).sha256 == first.sha256


def test_a_paper_is_served_from_store_while_nothing_has_changed(opened: Opened) -> None:
    identifier = opened.start().engagement.id
    state = engagements.compose_report(opened.db, identifier).sha256
    issued = engagements.issue_report(
        opened.db, "Kim", identifier, b"slides", file_format="pptx", inputs=state
    )
    kept = engagements.kept_report(opened.db, identifier, "pptx", state)
    assert kept is not None
    assert (kept.id, kept.file_name.rpartition(".")[2]) == (issued, "pptx")
    assert engagements.issued_as(opened.db, b"slides") == kept
    assert engagements.kept_report(opened.db, identifier, "board", state) is None
    assert engagements.kept_report(opened.db, identifier, "pptx", "other") is None
    assert engagements.issued_as(opened.db, b"slides, changed") is None
