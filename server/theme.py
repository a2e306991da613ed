"""The theme as Streamlit sends it, worked out once: it would do so for every run of every page."""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_WORK_OUT = app_session._populate_theme_msg


def keep_theme() -> None:
    """Let Streamlit take the theme from memory. It reads about 270 settings a run otherwise, a
    third of what an answer costs it; none of them changes while a server runs.
    """
    app_session._populate_theme_msg = _from_memory


def _from_memory(msg: CustomThemeConfig, section: str = "theme") -> None:
    kept = _worked_out(section)
    if kept.ByteSize():  # merging nothing would still say that there is a section
        msg.MergeFrom(kept)


@cache
def _worked_out(section: str) -> CustomThemeConfig:
    worked_out = CustomThemeConfig()
    _WORK_OUT(worked_out, section)
    return worked_out
