"""The only reader and writer of session state and of the address bar.

What is kept here is a place in the work, never the work itself: answers, targets and
plans live in the database and are read from there on every run.
"""

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

_ENGAGEMENT = "engagement"
_RESPONDENT = "respondent"
_CAPABILITY = "capability"
_CODE = "code"
_WORKSHOP = "workshop"
_PROJECTED = "present"


@dataclass(frozen=True, slots=True)
class SaveNote:
    """What happened to the last thing this session tried to save."""

    saved_at: datetime | None
    problem: str = ""


def engagement_id() -> str | None:
    """The engagement in the address bar, else the one this session last looked at."""
    named = st.query_params.get(_ENGAGEMENT)
    if named:
        st.session_state[_ENGAGEMENT] = named
    return st.session_state.get(_ENGAGEMENT)


def choose_engagement(identifier: str) -> None:
    """Make this the engagement of the session."""
    st.session_state[_ENGAGEMENT] = identifier
    st.query_params[_ENGAGEMENT] = identifier


def show_engagement(identifier: str) -> None:
    """Keep the address bar in step, so that a reload or a copied link comes back here."""
    if st.query_params.get(_ENGAGEMENT) != identifier:
        st.query_params[_ENGAGEMENT] = identifier


def respondent_id(engagement: str) -> str | None:
    """Who answers in this engagement: from the address bar, else from this session."""
    named = st.query_params.get(_RESPONDENT)
    if named:
        st.session_state[f"{_RESPONDENT}:{engagement}"] = named
    return st.session_state.get(f"{_RESPONDENT}:{engagement}")


def choose_respondent(engagement: str, identifier: str) -> None:
    """Answer as this person from now on."""
    st.session_state[f"{_RESPONDENT}:{engagement}"] = identifier
    st.query_params[_RESPONDENT] = identifier


def show_respondent(identifier: str) -> None:
    """Put the respondent into the address bar, so that a reload goes on answering."""
    if st.query_params.get(_RESPONDENT) != identifier:
        st.query_params[_RESPONDENT] = identifier


def forget_respondent(engagement: str) -> None:
    """Stop answering as the present respondent on this device."""
    st.session_state.pop(f"{_RESPONDENT}:{engagement}", None)
    hide_respondent()


def hide_respondent() -> None:
    """Take the respondent out of the address bar: pages that are shared must not carry it."""
    if _RESPONDENT in st.query_params:
        del st.query_params[_RESPONDENT]


def capability_id(respondent: str) -> str | None:
    """The capability that this respondent stands at, if one was chosen."""
    return st.session_state.get(f"{_CAPABILITY}:{respondent}")


def go_to_capability(respondent: str, identifier: str) -> None:
    """Stand at this capability from now on."""
    st.session_state[f"{_CAPABILITY}:{respondent}"] = identifier


def widget(key: str) -> object:
    """The value that a widget holds, for callbacks."""
    return st.session_state.get(key)


def has(key: str) -> bool:
    """Whether a widget is there that holds a value, or its value is kept until it is again."""
    return key in st.session_state


def prime(key: str, value: object) -> None:
    """Give a widget its stored value before it is drawn for the first time."""
    if key not in st.session_state:
        st.session_state[key] = value


def show_again(key: str) -> None:
    """Have the browser show what a widget holds, if it holds anything."""
    if key in st.session_state:
        st.session_state[key] = st.session_state[key]


def unprime(prefix: str) -> None:
    """Forget the values of all widgets whose key begins so; they are primed anew."""
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def forget_widgets_of(engagement: str) -> None:
    """Forget the values of all widgets whose key names an engagement; they are primed anew."""
    for key in [key for key in st.session_state if f":{engagement}" in str(key)]:
        if not str(key).startswith(("kept:", _RESPONDENT, "saved:")):
            del st.session_state[key]


def note_saved(subject: str, moment: datetime) -> None:
    """Remember that a change to this subject was committed, and when."""
    st.session_state[f"saved:{subject}"] = SaveNote(moment)


def note_unsaved(subject: str, problem: str) -> None:
    """Remember that a change to this subject was not saved, and why."""
    st.session_state[f"saved:{subject}"] = SaveNote(None, problem)


def save_note(subject: str) -> SaveNote | None:
    """What this session last heard about saving this subject."""
    return st.session_state.get(f"saved:{subject}")


def keep(name: str, value: object) -> None:
    """Keep a small value for the rest of the session, such as an open report's id."""
    st.session_state[f"kept:{name}"] = value


def kept(name: str) -> object | None:
    """A value kept earlier in this session."""
    return st.session_state.get(f"kept:{name}")


def take(name: str) -> object | None:
    """A value kept earlier in this session, which is forgotten with it."""
    return st.session_state.pop(f"kept:{name}", None)


def join_code() -> str:
    """The code of a workshop in the address bar, if there is one."""
    return st.query_params.get(_CODE, "")


def try_code(code: str) -> None:
    """Put a code that somebody typed into the address bar."""
    st.query_params.from_dict({_CODE: code})


def workshop_id() -> str:
    """The workshop in the address bar, if there is one."""
    return st.query_params.get(_WORKSHOP, "")


def show_workshop(identifier: str) -> None:
    """Put the workshop into the address bar instead of its code: a reload goes on answering."""
    if st.query_params.get(_WORKSHOP) != identifier or _CODE in st.query_params:
        st.query_params.from_dict({_WORKSHOP: identifier})


def is_projected() -> bool:
    """Whether the address asks for the big screen."""
    return _PROJECTED in st.query_params


def personal_link() -> str:
    """The present address with everything that leads back to this very place."""
    query = "&".join(f"{name}={value}" for name, value in st.query_params.items())
    return f"{st.context.url}?{query}"
