"""The value page: ranges, grades of evidence, double counting, and the register behind them."""

from streamlit.testing.v1 import AppTest

import engagements
from storage.database import Database
from tests.ui.test_pages import Opener, texts


def opened(open_page: Opener, database: Database, benefit: str = "") -> AppTest:
    """The value of the example, with one benefit open."""
    engagements.make_plan(database, "example")
    app = open_page("value", engagement="example")
    if benefit:
        app.selectbox(key="benefit:example").set_value(benefit).run()
    return app


def save(app: AppTest) -> AppTest:
    """Press the form's button."""
    return next(b for b in app.button if b.label == "Save the benefit").click().run()


def test_value_and_payback_are_ranges(open_page: Opener, database: Database) -> None:
    app = opened(open_page, database)
    assert not app.exception
    assert "in eight of ten futures" in texts(app)
    figures = {metric.label: metric.value for metric in app.metric}
    assert " to " in figures["Net present value, million EUR"]
    assert figures["Benefits with evidence"] == "5 of 10"


def test_a_benefit_is_changed_and_counts(open_page: Opener, database: Database) -> None:
    app = opened(open_page, database, "ben-05")
    next(f for f in app.number_input if f.label == "High").set_value(5000.0)
    next(f for f in app.number_input if f.label == "Most likely").set_value(2500.0)
    app = save(app)
    register = engagements.register_of(database, "example")
    (found,) = [b for b in register.benefits if b.id == "ben-05"]
    assert (found.yearly.low, found.yearly.likely, found.yearly.high) == (300, 2500, 5000)
    # The pool of AI money holds 2,000 a year; this and another benefit now claim 3,100 of it.
    assert any("3,100 thousand a year of 2,000" in warning.value for warning in app.warning)


def test_a_grade_without_evidence_is_refused_in_words(
    open_page: Opener, database: Database
) -> None:
    before = engagements.register_of(database, "example")
    app = opened(open_page, database, "ben-02")
    next(s for s in app.selectbox if s.label == "Evidence").set_value("A")
    next(f for f in app.text_input if f.label == "What shows it").set_value("")
    app = save(app)
    assert any("Grade A needs evidence" in error.value for error in app.error)
    assert engagements.register_of(database, "example") == before


def test_a_new_benefit_is_added_and_taken_out(open_page: Opener, database: Database) -> None:
    app = opened(open_page, database, "new")
    next(f for f in app.text_input if f.label == "What gets better").set_value("Fewer <b>calls</b>")
    app.multiselect[0].set_value(["ini-16"])
    app = save(app)
    names = {b.name: b.id for b in engagements.register_of(database, "example").benefits}
    assert "Fewer <b>calls</b>" in names
    app.selectbox(key="benefit:example").set_value(names["Fewer <b>calls</b>"]).run()
    app = next(b for b in app.button if b.label == "Take it out").click().run()
    assert not app.exception
    assert len(engagements.register_of(database, "example").benefits) == 10


def test_a_pool_is_changed(open_page: Opener, database: Database) -> None:
    app = opened(open_page, database)
    app.number_input(key="pool:example:pool-ai").set_value(500.0).run()
    pools = {pool.id: pool.yearly for pool in engagements.register_of(database, "example").pools}
    assert pools["pool-ai"] == 500
    assert any("1,100 thousand a year of 500" in warning.value for warning in app.warning)


def test_a_framework_without_initiatives_teaches_what_would_be_here(
    open_page: Opener, database: Database
) -> None:
    nist = next(f for f in engagements.list_frameworks(database) if f.id.startswith("nist"))
    started = engagements.start_engagement(
        database, "Ada", organisation="Harbour", depth="full", framework_hash=nist.content_hash
    )
    app = open_page("value", engagement=started.engagement.id)
    assert not app.exception
    assert "no catalogue of initiatives" in texts(app)
