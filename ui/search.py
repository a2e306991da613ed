"""Looking for the best plan while people go on: one search at a time, in the background.

The solver's threads run at low priority, so that answering stays quick meanwhile.
"""

import os
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field

import streamlit as st

import engagements
from domain.planning import Roadmap, Scenario
from planning import Step
from storage.database import Database

_NICE = 10
AT_ONCE = 0.8
"""Seconds that a page waits before it shows that something is being looked for."""


@dataclass
class Search:
    """One search: how far it is, and a way to end it with what it has."""

    future: "Future[Roadmap]"
    state: "_State"

    @property
    def step(self) -> Step | None:
        """The last better plan that it told of."""
        return self.state.step

    def stop(self) -> None:
        """Keep the best plan found so far and look no further."""
        self.state.stopped = True

    def done(self, wait: float = 0.0) -> bool:
        """Whether it has ended, after waiting so many seconds for it at most."""
        try:
            self.future.exception(timeout=wait)
        except NotYet:
            return False
        return True


@dataclass
class _State:
    step: Step | None = None
    stopped: bool = False

    def watch(self, step: Step) -> bool:
        self.step = step
        return not self.stopped


@dataclass
class _Searches:
    pool: ThreadPoolExecutor
    running: dict[str, Search] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def under_way(inputs: str) -> Search | None:
    """The search from these inputs that goes on just now."""
    found = _searches().running.get(inputs)
    return None if found is None or found.done() else found


def search(
    db: Database,
    engagement: str,
    scenario: Scenario,
    inputs: str,
    longer: bool = False,
    wait: float = AT_ONCE,
) -> Search:
    """The search for the best plan from these inputs; it begins where none goes on.

    `longer` goes on from the plan that is there. Waits so many seconds for it to end.
    """
    searches = _searches()
    with searches.lock:
        found = searches.running.get(inputs)
        if found is None or found.done():
            state = _State()
            future = searches.pool.submit(
                engagements.make_plan, db, engagement, scenario, longer, watch=state.watch
            )
            found = searches.running[inputs] = Search(future, state)
            _forget_ended(searches, inputs)
    found.done(wait)
    return found


def _forget_ended(searches: _Searches, but: str) -> None:
    for inputs in [i for i, each in searches.running.items() if i != but and each.done()]:
        del searches.running[inputs]


@st.cache_resource
def _searches() -> _Searches:
    return _Searches(ThreadPoolExecutor(1, thread_name_prefix="planner", initializer=_be_modest))


def _be_modest() -> None:
    # On Linux priority belongs to threads, and those that the solver starts inherit it.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
