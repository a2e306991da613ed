"""Bring the reader back to the top when the content below changes.

Streamlit keeps the scroll position across reruns, so a press on "Next" at the foot of one
capability would land at the foot of the next one. A component in a frame of its own does
it, because the content security policy refuses inline scripts.
"""

from pathlib import Path

from streamlit.components.v1 import declare_component

_scroll = declare_component("headway_scroll", path=str(Path(__file__).parent / "frame"))


def scroll_to_top(place: str) -> None:
    """Scroll the page up whenever `place` differs from the one last drawn."""
    _scroll(place=place, key="scroll", default=None)
