"""What people take home is one page, whatever was said, and says in words what it leaves out."""

import re
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest

from domain.report import Action, Agreed, TakeAway
from reporting import make_take_away
from reporting.paper.take_away import ROOMS, clipped, print_take_away
from tests.reporting.made import made_card
from tests.reporting.reading import font_names, opened, tagged

DAY = date(2026, 11, 24)
HASH = "0123456789abcdef" * 4
# The lowest child decides in cards made by hand: Alpha is at 2, Beta at 3, the whole at 2.
CARD = made_card({"Alpha": {"Ambition": 2, "Literacy": 3}, "Beta": {"Agents": 3}})
USUAL = TakeAway(
    organisation="Acme",
    title="AI by 2030",
    held_on=DAY,
    scorecard=CARD,
    rated=3,
    roles=(("Board member", 5), ("", 3)),
    agreed=(
        Agreed("Ambition", 2, 2, 2, "One board paper.", "Sales sees level 3."),
        Agreed("Agents", None, 3, 2, "Claims has owners."),
        Agreed("Literacy", 1, 3, 3, "Every role has a course."),
    ),
    actions=(
        Action("Choose a process", "Ida", None),
        Action("List the agents", "Jo", date(2027, 3, 1)),
        Action("Bring the figures", "Kim", date(2027, 1, 15)),
    ),
    parked=("Which cloud regions are allowed",),
    sha256=HASH,
    anonymous=True,
    smallest_group=5,
)
EMPTY = replace(USUAL, agreed=(), actions=(), parked=())

LONG = "Responsible and accountable use of artificial intelligence in every part of the group"
ANY_SCRIPT = "北京東京の責任ある人工知能の利用とその説明責任" * 6


def name(text: str) -> str:
    """A name of 80 characters that begins so."""
    return f"{text} {LONG}"[:80]


def crowded(capabilities: int, actions: int, parked: int, text: str) -> TakeAway:
    """Much of everything, with long names and with texts of 700 characters."""
    spoken = (text * 20)[:700]
    card = made_card(
        {
            name(f"Pillar {pillar}"): {name(f"C{pillar}{at}"): 2 for at in range(4)}
            for pillar in range(7)
        }
    )
    return replace(
        USUAL,
        organisation=name("Organisation"),
        title=name("Title"),
        scorecard=card,
        rated=28,
        roles=tuple((name(f"Role {at}"), 5) for at in range(12)),
        agreed=tuple(
            Agreed(name(f"Capability-{at:02}"), 1, 3, 2, spoken, spoken if at % 2 else "")
            for at in range(capabilities)
        ),
        actions=tuple(
            Action(f"Action-{at:02} {spoken}", name(f"Owner-{at:02}"), date(2027, 1, 1 + at % 28))
            for at in range(actions)
        ),
        parked=tuple(f"Parked-{at:02} {spoken}" for at in range(parked)),
    )


CROWDED = crowded(28, 30, 12, f"{LONG} ")


def printed(take_away: TakeAway, caplog: pytest.LogCaptureFixture) -> bytes:
    """The page, which WeasyPrint has made without a complaint."""
    pdf = print_take_away(take_away, lambda share, step: None)
    assert [r.getMessage() for r in caplog.records if r.name.startswith("weasyprint")] == []
    return pdf


def text_of(pdf: bytes) -> str:
    """The text of the one page there is, on one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        assert tuple(round(side) for side in page.get_size()) == (595, 842)
        return " ".join(page.get_textpage().get_text_bounded().split())


def outermost(pdf: bytes) -> tuple[float, float, float, float]:
    """The box around every letter: left, bottom, right, top, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        (page,) = document
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def section(text: str, begins: str, ends: str) -> str:
    """What stands between two headings."""
    return text[text.index(begins) + len(begins) : text.index(ends)]


# --- What it says


def test_it_says_what_a_chair_asks_in_that_order(caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(printed(USUAL, caplog))
    headings = (
        "Acme is at level 2, Emerging: Alpha holds it down",
        "AI by 2030 · workshop of 24 November 2026",
        "Where we stand",
        "What we agreed",
        "Where we still differ",
        "What happens next",
        "Parked for later",
        "How this came about",
    )
    places = [text.index(heading) for heading in headings]
    assert places == sorted(places)
    stand = section(text, "Where we stand", "What we agreed")
    assert "today 2 Emerging" in stand
    assert "Alpha 2, Emerging" in stand
    assert "Beta 3, Defined" in stand
    assert "Which cloud regions are allowed" in text
    assert HASH in text
    assert "more, on record" not in text
    assert "shortened" not in text


def test_what_talking_changed_most_comes_first(caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(printed(USUAL, caplog))
    agreed = section(text, "What we agreed", "Where we still differ")
    assert "The room settled all 3 capabilities that it rated." in agreed
    assert "Where less is reported than agreed, evidence is missing." in agreed
    rows = ("Literacy 1 3 3 Every role has a course.", "Ambition 2 2 2 One board paper.")
    assert 0 < agreed.index(rows[0]) < agreed.index(rows[1])
    assert "Agents – 3 2 Claims has owners." in agreed
    differ = section(text, "Where we still differ", "What happens next")
    assert differ.strip(" •") == "Ambition: Sales sees level 3."


def test_actions_stand_with_owner_and_day_the_nearest_first(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = text_of(printed(USUAL, caplog))
    following = section(text, "What happens next", "Parked for later")
    assert following.split(" By ")[1].strip() == (
        "Bring the figures Kim 15 January 2027 List the agents Jo 1 March 2027 "
        "Choose a process Ida no date"
    )


def test_people_are_counted_by_role_and_nobody_apart(caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(printed(USUAL, caplog))
    assert "8 people took part: Board member 5, other roles 3. Everybody rated alone" in text
    assert "Nothing is shown of fewer than 5 people together." in text
    named = text_of(printed(replace(USUAL, anonymous=False), caplog))
    assert "It was not anonymous" in named
    assert "fewer than" not in named
    few = text_of(printed(replace(USUAL, roles=(("", 3),)), caplog))
    assert "3 people took part. Everybody rated alone" in few


def test_with_nothing_agreed_and_nothing_to_do_it_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = text_of(printed(EMPTY, caplog))
    assert "settled none of the 3 capabilities that it rated" in text
    assert "No action was noted." in text
    assert "Where we still differ" not in text
    assert "Parked for later" not in text
    alike = replace(USUAL, agreed=USUAL.agreed[1:])
    assert "Nobody put another view on record." in text_of(printed(alike, caplog))


def test_a_level_that_is_not_established_is_a_range_without_today(
    caplog: pytest.LogCaptureFixture,
) -> None:
    card = made_card({"Alpha": {"A1": 3}, "Beta": {"B1": None}})
    text = text_of(printed(replace(EMPTY, scorecard=card), caplog))
    assert "Dashed: not ruled out." in text
    assert "Dashed" not in text_of(printed(EMPTY, caplog))
    assert "stands between level 1 and 3" in text
    assert "Beta not established, 1 to 5" in text
    assert "today" not in text


def test_of_a_mean_progress_is_said_and_there_are_no_stairs(
    caplog: pytest.LogCaptureFixture,
) -> None:
    card = made_card({"Alpha": {"A1": 2}})
    (pillar,) = card.pillars
    card = replace(
        card,
        overall=replace(card.overall, gated=False, score=1.75, high=3.0),
        pillars=(replace(pillar, gated=False, score=1.75, high=3.0),),
    )
    agreed = (Agreed("A1", 1.5, 2.25, 2.25),)
    text = text_of(printed(replace(USUAL, scorecard=card, agreed=agreed), caplog))
    assert "Alpha progress 1.75 of 3" in text
    assert "A1 1.5 2.25 2.25" in text
    assert "today" not in text


# --- One page


@pytest.mark.parametrize(
    "take_away",
    [
        CROWDED,
        crowded(0, 30, 12, f"{LONG} "),
        crowded(28, 30, 12, ANY_SCRIPT),
        crowded(28, 30, 12, "x" * 700),
    ],
    ids=["everything", "only actions", "another script", "one long word"],
)
def test_however_much_was_said_it_is_one_page_and_nothing_runs_over_its_edge(
    take_away: TakeAway, caplog: pytest.LogCaptureFixture
) -> None:
    pdf = printed(take_away, caplog)
    assert HASH in text_of(pdf)
    left, bottom, right, top = outermost(pdf)
    # The margins are 16 mm at the sides, 13 mm above and 11 mm below; a point is 0.353 mm.
    assert left >= 44
    assert right <= 595 - 44
    assert bottom >= 29
    assert top <= 842 - 35


def test_the_last_of_all_sizes_holds_the_longest_names_there_may_be(
    caplog: pytest.LogCaptureFixture,
) -> None:
    word = "W" * 120
    card = made_card({f"{at}{word}": {f"C{at}{word}": 2} for at in range(20)})
    levels = tuple(replace(level, name=word) for level in card.framework.levels)
    longest = replace(
        CROWDED,
        organisation=word,
        title=word,
        scorecard=replace(card, framework=replace(card.framework, levels=levels, name=word)),
        roles=tuple((f"{at}{word}", 1) for at in range(20)),
    )
    assert HASH in text_of(printed(longest, caplog))


def test_what_is_left_out_is_counted_in_words(caplog: pytest.LogCaptureFixture) -> None:
    text = text_of(printed(CROWDED, caplog))
    for begins, ends, what, total in (
        ("What we agreed", "Where we still differ", r"Capability-\d\d", 28),
        ("Where we still differ", "What happens next", r"Capability-\d\d", 14),
        ("What happens next", "Parked for later", r"Action-\d\d", 30),
        ("Parked for later", "How this came about", r"Parked-\d\d", 12),
    ):
        inside = section(text, begins, ends)
        more = re.search(r"And (\d+) more, on record with the facilitator\.", inside)
        assert more, begins
        shown = len(re.findall(what, inside))
        assert shown > 2
        assert shown + int(more[1]) == total
    assert "and 4 more roles" in text
    assert "Texts that end in … are shortened; the facilitator has them in full." in text


def test_each_size_has_no_more_of_anything_than_the_one_before() -> None:
    counted = [field.name for field in fields(ROOMS[0]) if field.name != "dense"]
    sizes = [[getattr(room, name) for name in counted] for room in ROOMS]
    for before, after in pairwise(sizes):
        assert all(less <= more for less, more in zip(after, before, strict=True))
    assert min(sizes[-1]) >= 1


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("One two three", 13, "One two three"),
        ("One two three", 12, "One two…"),
        ("One  two\nthree", 13, "One two three"),
        ("Unbreakable", 6, "Unbre…"),
    ],
)
def test_texts_are_cut_after_a_word(text: str, most: int, expected: str) -> None:
    assert clipped(text, most) == expected


# --- A paper like the others


def test_it_is_tagged_titled_and_in_its_language(caplog: pytest.LogCaptureFixture) -> None:
    with opened(printed(replace(USUAL, language="de"), caplog)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "de"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/CreationDate"]).startswith("D:20261124")
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "AI by 2030, workshop: Acme"
        count = {kind: len(list(tagged(document, kind))) for kind in ("H1", "H2", "H3", "Table")}
        assert count == {"H1": 1, "H2": 6, "H3": 0, "Table": 3}
        fonts = font_names(document)
    assert all(fonts.values())
    assert {font.split("-")[0] for font in fonts} == {"Source"}


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{7*7}}", "</style><h1>Boss</h1>"])
def test_markup_is_printed_as_text(text: str, caplog: pytest.LogCaptureFixture) -> None:
    hostile = replace(
        USUAL,
        organisation=text,
        title=text,
        roles=((text, 5),),
        agreed=(Agreed(text, 1, 2, 2, text, text),),
        actions=(Action(text, text),),
        parked=(text,),
    )
    page = "".join(text_of(printed(hostile, caplog)).split())
    # Heading, title, role, capability (twice), reason, other view, action, owner, parked.
    assert page.count("".join(text.split())) == 10


def test_the_same_workshop_gives_the_same_bytes_in_any_process(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told: list[float] = []
    made = make_take_away(CROWDED, lambda share, step: told.append(share))
    assert made == printed(CROWDED, caplog)
    assert told == sorted(told)
    assert told[-1] == 1.0
