"""The theme from memory is the theme that Streamlit works out."""

from collections.abc import Callable

import streamlit.config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from server import theme

SECTIONS: dict[str, Callable[[CustomThemeConfig], CustomThemeConfig]] = {
    "theme": lambda message: message,
    "theme.light": lambda message: message.light,
    "theme.dark": lambda message: message.dark,
    "theme.sidebar": lambda message: message.sidebar,
    "theme.light.sidebar": lambda message: message.light.sidebar,
    "theme.dark.sidebar": lambda message: message.dark.sidebar,
}


def filled(fill: Callable[[CustomThemeConfig, str], None]) -> CustomThemeConfig:
    """A message whose sections were filled in Streamlit's order."""
    message = CustomThemeConfig()
    for section, part in SECTIONS.items():
        fill(part(message), section)
    return message


def test_every_section_of_the_theme_is_as_streamlit_fills_it() -> None:
    streamlit.config.get_config_options()
    worked_out = filled(theme._WORK_OUT)
    assert worked_out.light.primary_color == "#B45309"
    assert filled(theme._from_memory) == worked_out
    assert filled(theme._from_memory) == worked_out  # the second time as the first


def test_streamlit_takes_the_theme_from_memory() -> None:
    theme.keep_theme()
    try:
        assert app_session._populate_theme_msg is theme._from_memory
    finally:
        app_session._populate_theme_msg = theme._WORK_OUT
