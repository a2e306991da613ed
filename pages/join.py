"""Take part in a workshop: come in by code, rate alone, and see what the room has said."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

import engagements
from domain.errors import Conflict, HeadwayError, NotFound
from domain.framework import Role
from domain.workshop import Workshop
from engagements import Sheet
from reporting.words import day
from ui import frame, state
from ui.device import address, device
from ui.handles import database
from ui.questionnaire import Ending, questionnaire, read_once, say_what_came_too_late
from ui.wording import plain, time_zone
from ui.workshop.addresses import origin
from ui.workshop.paper import take_away_link, take_away_made
from ui.workshop.votes_seen import (
    rounds_seen,
    smallest_group_promise,
    title_of,
    votes_seen,
)

# Between two looks at what the room does, while there is nothing to rate.
_SECONDS = 5
_NAME, _ROLE, _REFUSED = "join:name", "join:role", "join:refused"


def somebody_known() -> Sheet | None:
    """The sheet of whoever takes part here: in the workshop of the address, else in the newest."""
    if state.join_code():
        return None
    named = state.workshop_id()
    if not named:
        newest = engagements.workshop_joined(database(), device())
        named = newest.id if newest and newest.phase != "closed" else ""
    try:
        sheet = engagements.sheet_on(database(), device(), named) if named else None
    except NotFound:
        return None
    if sheet:
        state.show_workshop(named)
    return sheet


# The door


def door() -> None:
    """Come in with the code of the address, or with one that is typed."""
    code = state.join_code()
    if not code:
        ask_for_code()
        return
    try:
        held = engagements.workshop_by_code(database(), code, device(), address())
    except (NotFound, Conflict) as error:
        frame.show_problems(error)
        back_to_where_i_was()
        ask_for_code()
        return
    if engagements.participant(database(), device(), held.id):
        state.show_workshop(held.id)
        st.rerun()
    introduce(held, code)


def back_to_where_i_was() -> None:
    """For those who are in already and come by a link whose code has expired."""
    joined = engagements.workshop_joined(database(), device())
    if joined and joined.phase != "closed":
        label = "Go on in the workshop you are in"
        if st.button(label, type="primary", icon=":material/arrow_forward:", width="stretch"):
            state.show_workshop(joined.id)
            st.rerun()


def ask_for_code() -> None:
    """The code from the big screen."""
    st.title("Join a workshop", anchor=False)
    with st.form("code", border=False):
        code = st.text_input("Code from the big screen", max_chars=20, placeholder="ABCD-EFGH")
        entered = st.form_submit_button("Join", type="primary", width="stretch")
    if entered and code.strip():
        state.try_code(code.strip())
        st.rerun()
    if entered:
        st.error("No code is typed. Type the one on the big screen: eight letters and digits.")
    st.caption(
        "The facilitator shows the code, or has sent you a link. Capital and small letters of the "
        "code are the same."
    )


def introduce(held: Workshop, code: str) -> None:
    """Who asks, what happens with the answers, and one thing to do."""
    about = engagements.engagement_of(database(), held)
    framework = engagements.framework_of(database(), held.engagement)
    st.title(plain(about.title or about.organisation), anchor=False)
    st.write(smallest_group_promise(held))
    refused = state.take(_REFUSED)
    if isinstance(refused, HeadwayError):
        frame.show_problems(refused)
    invited = [r for r in framework.roles if r.id in held.settings.roles or not held.settings.roles]
    if held.settings.anonymous:
        choose_role(held, code, invited)
    else:
        say_name(held, code, invited)


def choose_role(held: Workshop, code: str, invited: Sequence[Role]) -> None:
    """One tap on a role, and the first question is there."""
    st.subheader("What is your role?", anchor=False)
    chosen = [(role.id, plain(role.name)) for role in invited]
    if not held.settings.roles:
        chosen.append(("", "Another role"))
    for identifier, name in chosen:
        st.button(
            name,
            key=f"role:{identifier}",
            width="stretch",
            on_click=come_in,
            args=(held, code, identifier),
        )


def say_name(held: Workshop, code: str, invited: Sequence[Role]) -> None:
    """Name and role, where people stand by what they say."""
    names = {role.id: role.name for role in invited}
    with st.form("who", border=False):
        st.text_input("Your name", max_chars=80, key=_NAME)
        st.selectbox(
            "Your role",
            list(names),
            index=None,
            placeholder="Choose a role",
            format_func=names.__getitem__,
            key=_ROLE,
        )
        st.form_submit_button(
            "Start", type="primary", width="stretch", on_click=come_in, args=(held, code)
        )


def come_in(held: Workshop, code: str, role: str | None = None) -> None:
    """Take part on this device from now on, before anything is drawn."""
    try:
        engagements.join_workshop(
            database(),
            code,
            device(),
            name=str(state.widget(_NAME) or ""),
            role=str(state.widget(_ROLE) or "") if role is None else role,
            address=address(),
        )
        state.show_workshop(held.id)
    except HeadwayError as error:
        state.keep(_REFUSED, error)


# In the room


def in_the_room(sheet: Sheet) -> None:
    """Rate, wait, or look back, whichever the room does now."""
    match doing(sheet):
        case "rating":
            rating(read_once(sheet, mine))
        case "waiting":
            say_what_came_too_late()
            live = sheet.workshop is not None and sheet.workshop.settings.live
            st.fragment(waiting, run_every=_SECONDS if live else None)()
        case _:
            say_what_came_too_late()
            made = take_away_made(state.workshop_id())
            st.fragment(over, run_every=None if made else _SECONDS)()
    other_device(sheet)


def doing(sheet: Sheet) -> str:
    """What somebody has to do now: rating, waiting, or nothing any more."""
    held = sheet.workshop
    if held is None or held.phase == "closed":
        return "over"
    nothing_open = all(capability.id in sheet.closed for capability, _ in sheet.asked)
    return "waiting" if nothing_open or state.kept(turn(sheet)) else "rating"


def turn(sheet: Sheet) -> str:
    """Names what this person is asked now: the first round, or the capabilities asked again."""
    return f"done:{sheet.respondent.id}:{sorted(sheet.again.items())}"


def mine() -> Sheet:
    """The sheet of whoever has this device, known anew: the session alone proves nothing."""
    return engagements.sheet_on(database(), device(), state.workshop_id())


@st.fragment
def rating(read: Callable[[], Sheet]) -> None:
    """The questionnaire; going on redraws this part only, an answer its question only."""
    with frame.problems_here():
        sheet = read()
        if doing(sheet) != "rating":
            st.rerun()
        if sheet.again:
            st.info("The room rates this once more. Choose anew.", icon=":material/refresh:")
        done = Ending("I am done", ":material/check:", partial(i_am_done, turn(sheet)))
        questionnaire(sheet, mine, done)


def i_am_done(name: str) -> None:
    """On to waiting; whoever is done may come back."""
    state.keep(name, value=True)
    st.rerun()


def waiting() -> None:
    """What somebody sees who has nothing to rate now."""
    with frame.problems_here():
        sheet = mine()
        held = sheet.workshop
        if held is None or doing(sheet) != "waiting":
            st.rerun()
        if sheet.again:
            thank_again()
            back_to_my_answers(sheet)
        elif held.phase == "discussing":
            on_the_big_screen(sheet, held)
        elif state.kept(turn(sheet)):
            thank(sheet, held)
            back_to_my_answers(sheet)
        else:
            st.info(next(iter(sheet.closed.values())), icon=":material/hourglass:")


def thank(sheet: Sheet, held: Workshop) -> None:
    """Everything is saved; until the room looks, it can be changed."""
    progress = sheet.progress
    st.subheader("Thank you, your answers are saved.", anchor=False)
    st.write(f"{progress.done} of {progress.asked} answered. You can still change them.")
    if held.settings.live:
        st.write("The facilitator goes on when everybody is done. This page follows by itself.")
    else:
        last = held.doors_close.astimezone(time_zone()).date()
        st.write(f"Answers can be changed until {day(last)}.")


def thank_again() -> None:
    """The vote is saved; until the room is shown the new votes, it can be changed."""
    st.subheader("Thank you, your vote is saved.", anchor=False)
    st.write(
        "You can still change it. The new votes appear here when the facilitator shows them; this "
        "page follows by itself."
    )


def back_to_my_answers(sheet: Sheet) -> None:
    """For those who want to change what they have said."""
    if st.button("Back to my answers", icon=":material/arrow_back:"):
        state.take(turn(sheet))
        st.rerun()


def on_the_big_screen(sheet: Sheet, held: Workshop) -> None:
    """The capability that the room looks at, for those who sit far from the screen or elsewhere."""
    shown = rounds_seen(held.id, held.on_screen) if held.on_screen else ()
    if not shown:
        st.subheader("The room talks.", anchor=False)
        st.write("What the facilitator shows appears here too.")
        return
    st.caption("On the big screen")
    st.subheader(title_of(sheet.framework, held.on_screen), anchor=False)
    votes_seen(sheet.framework, shown[-1])


def over() -> None:
    """The end: thanks, and the paper to take away as soon as it is made."""
    st.subheader("The workshop is closed. Thank you.", anchor=False)
    st.write("What was agreed is frozen; nobody can change it any more.")
    if take_away_made(state.workshop_id()):
        take_away_link(state.workshop_id())
    else:
        st.caption("Your page to take away is being made. It appears here.")


def other_device(sheet: Sheet) -> None:
    """How to go on elsewhere."""
    with st.expander("Continue on another device", icon=":material/devices:"):
        st.write(
            f"You take part as {plain(sheet.respondent.name)}. Open this address on the other "
            "device. Whoever has it answers as you, so keep it to yourself."
        )
        st.code(f"{origin()}/continue/{sheet.respondent.id}", language=None, wrap_lines=True)


with frame.page("Workshop"):
    here = somebody_known()
    if here is None:
        door()
    else:
        st.caption(f"{plain(here.engagement.organisation)} · you are {plain(here.respondent.name)}")
        in_the_room(here)
