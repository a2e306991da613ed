"""The inks of a chart, which follow the ground it stands on; theme.py says their colours."""

import altair as alt

from reporting.theme import INKS


def inks() -> list[alt.Parameter]:
    """The inks as parameters of a chart; use them as `ink("quiet")`."""
    return [
        alt.param(
            name=name,
            expr=f"!background || luminance(background) > 0.4 ? '{light}' : '{dark}'",
        )
        for name, (light, dark) in INKS.items()
    ]


def ink(name: str) -> alt.ExprRef:
    """A reference to one of the inks."""
    return alt.ExprRef(name)
