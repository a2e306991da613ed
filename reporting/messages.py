"""What is said when no PDF can be made or read: one sentence each, with what to do."""

LIBRARY_MISSING = (
    "The PDF cannot be made because the text layout library Pango is missing: install it with "
    "“apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0” and try again; "
    "everything else works without it."
)
TOOK_TOO_LONG = (
    "The PDF was not ready after {seconds} seconds and was stopped: try again, and when it "
    "happens again look whether the machine is busy."
)
DID_NOT_FINISH = (
    "Making the PDF ended before it was done (signal {signal}): try again; nothing that was "
    "answered is lost."
)
WENT_WRONG = (
    "Making the PDF did not work ({last}): try again, and when it happens again send this "
    "sentence to whoever looks after Headway."
)
NOT_A_PAPER = (
    "This file is not a report that Headway has made: a PDF with its report inside was expected. "
    "Choose the file as it was downloaded."
)
NOT_A_REPORT = "this is not valid JSON ({error}): take a file that Headway wrote"
WRONG_REPORT_FORMAT = (
    "the format {expected} was expected, found {found}: write the report as JSON again with this "
    "version of Headway"
)

NO_CHARTER = (
    "{framework}: statements about the mandate of a Chief AI Officer were expected, found none. "
    "Take the paper for the board or the full one."
)
