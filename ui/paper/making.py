"""Papers are made once for what is stored: whoever asks again gets the one that is kept."""

from collections.abc import Callable, Mapping
from threading import Lock

import streamlit as st

import engagements
import reporting
from domain.report import Format, Report
from ui.handles import database
from ui.paper.collecting import OnProgress, collect

_MAKERS: Mapping[Format, Callable[[Report, OnProgress], bytes]] = {
    "board": lambda report, tell: reporting.make_pdf(report, tell, "board"),
    "full": lambda report, tell: reporting.make_pdf(report, tell, "full"),
    "charter": lambda report, tell: reporting.make_pdf(report, tell, "charter"),
    "pptx": lambda report, tell: reporting.make_slides(report),
    "xlsx": lambda report, tell: reporting.make_workbook(report),
    "json": lambda report, tell: reporting.make_json(report),
    "csv": lambda report, tell: reporting.make_csv(report),
}


def made(engagement_id: str, wanted: Format, tell: OnProgress) -> tuple[str, bool]:
    """The id of the paper of today's state in this format, and whether it was kept already.

    Ten people who ask at once wait for the first one's. Raises Unavailable and NotFound.
    """
    tell(0.0, "Collecting the results")
    with _one_at_a_time(engagement_id, wanted):
        report = collect(engagement_id, tell)
        kept = engagements.kept_report(database(), engagement_id, wanted, report.sha256)
        if kept:
            return kept.id, True
        content = _MAKERS[wanted](report, tell)
        issued = engagements.issue_report(
            database(),
            "somebody",
            engagement_id,
            content,
            file_format=wanted,
            inputs=report.sha256,
        )
    return issued, False


@st.cache_resource(max_entries=256)
def _one_at_a_time(engagement_id: str, wanted: Format) -> Lock:
    return Lock()
