"""A browser without a picture: it speaks Streamlit's protocol, so that hundreds fit on a machine.

It does what the server notices of a browser: asks for the page and the files that the page names,
keeps cookies, opens the WebSocket with compression, keeps the values of widgets and sends all of
them with every message, follows changes of the address, and refreshes what refreshes itself.
"""

import asyncio
import gzip
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from itertools import takewhile
from time import perf_counter
from typing import Any

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin, Subprotocol

LONGEST_WAIT = 60.0
"""Seconds after which a person would have given up."""

_NO_TOKEN = "PLACEHOLDER_AUTH_TOKEN"  # noqa: S105 - what a browser sends that has none
_NAMED = re.compile(rb'(?:src|href)="\./(static/[^"]+)"')
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
_PACKED = re.compile(rb"^content-encoding: *gzip", re.IGNORECASE | re.MULTILINE)
_COOKIE = re.compile(rb"^set-cookie: *([^\r\n]+)", re.IGNORECASE | re.MULTILINE)
_CONNECTIONS = 6
"""So many at a time does a browser open to one host."""


class Lost(Exception):
    """The connection ended before the answer came."""


@dataclass(frozen=True, slots=True)
class Widget:
    """Something on the page that can be operated.

    `place` names the fragment that it is in, `path` says where in the tree of the page it stands.
    """

    id: str
    kind: str
    label: str
    place: str
    path: tuple[int, ...]
    options: tuple[str, ...]
    disabled: bool

    @property
    def key(self) -> str:
        """The key that the page gave it; Streamlit puts it at the end of the id."""
        return self.id.split("-", 2)[-1]


@dataclass(slots=True)
class Run:
    """One run of the script as the browser saw it: texts, the widgets it drew, what went wrong.

    `places` are the fragments that ran, none for the whole page; `paths` is all that was drawn.
    """

    places: tuple[str, ...] = ()
    paths: list[tuple[int, ...]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    drawn: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def says(self, text: str) -> bool:
        """Whether a text of the run contains these words."""
        return any(text in each for each in self.said)

    def replaces(self, widget: Widget) -> bool:
        """Whether the run has drawn the place where a widget was, but not the widget."""
        first, last = min(self.paths, default=()), max(self.paths, default=())
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
        shared = len(list(alike))
        inside = widget.place in self.places or widget.path[:shared] == first[:shared]
        return widget.id not in self.drawn and (not self.places or inside)


async def _fetch(
    host: str, paths: Sequence[str], cookies: Mapping[str, str], accept: str = "*/*"
) -> list[tuple[bytes, bytes]]:
    """Head and content of each path, one after the other on one connection. Raises Lost."""
    name, _, port = host.partition(":")
    lines = [
        f"Host: {host}",
        f"Accept: {accept}",
        "Accept-Encoding: gzip",
        f"Cookie: {_written(cookies)}",
    ]
    always = "\r\n".join([*lines, "", ""])
    found = []
    try:
        reader, writer = await asyncio.open_connection(name, int(port))
        try:
            for path in paths:
                writer.write(f"GET {path} HTTP/1.1\r\n{always}".encode())
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                if length is None or not head.startswith(b"HTTP/1.1 200"):
                    raise Lost(f"{path.partition('?')[0]}: {head.splitlines()[0].decode()}")
                found.append((head, await reader.readexactly(int(length[1]))))
        finally:
            writer.close()
    except (OSError, EOFError) as error:
        raise Lost(f"a file did not come: {error}") from error
    return found


def _cookies(head: bytes) -> dict[str, str]:
    found = SimpleCookie()
    for line in _COOKIE.findall(head):
        found.load(line.decode())
    return {name: morsel.value for name, morsel in found.items()}


def _written(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


class Tab:
    """One tab at an address such as "/join?code=ABCDEFGH", on a host such as "localhost:8501".

    Everything that waits for the server raises Lost when the connection ends meanwhile, and
    TimeoutError after a minute. `problems` collects what the page reported as an error, also in
    runs that nobody waited for; `refreshes` how many seconds each refresh by timer took.
    """

    def __init__(self, host: str, address: str, cookies: Mapping[str, str] | None = None) -> None:
        path, _, self._query = address.partition("?")
        self._page = path.strip("/")
        self._host = host
        self._cookies = dict(cookies or {})
        self.widgets: dict[str, Widget] = {}
        self.problems: list[str] = []
        self.refreshes: list[float] = []
        self._connection: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._session = ""
        self._script = ""
        self._values: dict[str, WidgetState] = {}
        self._cached: dict[str, ForwardMsg] = {}
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()
        self._waiting: asyncio.Future[Run] | None = None
        self._awaited = ""
        self._run = Run()

    # The connection

    async def open(self) -> Run:
        """Come for the first time: fetch the page and all files that it names, then connect."""
        page = await self._ask_for_the_page()
        files = [f"/{name.decode()}" for name in _NAMED.findall(page)]
        parts = [files[at::_CONNECTIONS] for at in range(_CONNECTIONS)]
        async with asyncio.timeout(LONGEST_WAIT):
            await asyncio.gather(*(_fetch(self._host, part, self._cookies) for part in parts))
        return await self._begin_session()

    async def reload(self) -> Run:
        """Begin anew at the present address; the files are still in the browser's cache."""
        await self._ask_for_the_page()
        return await self._begin_session()

    async def reconnect(self) -> Run:
        """Connect as the same session, as a browser does that had lost the network.

        Sends what was chosen meanwhile.
        """
        await self._connect()
        return await self._rerun()

    def cut(self) -> None:
        """Lose the network now; what is under way may be lost with it."""
        self._stop_timers()
        if self._connection:
            self._connection.transport.abort()

    async def close(self) -> None:
        """Leave."""
        self._stop_timers()
        if self._connection and self._reading:
            self._reading.cancel()
            with suppress(WebSocketException, OSError, TimeoutError):
                await asyncio.wait_for(self._connection.close(), LONGEST_WAIT)

    async def _ask_for_the_page(self) -> bytes:
        address = f"/{self._page}?{self._query}"
        async with asyncio.timeout(LONGEST_WAIT):
            [(head, page)] = await _fetch(self._host, [address], self._cookies, "text/html,*/*")
        self._cookies |= _cookies(head)
        return gzip.decompress(page) if _PACKED.search(head) else page

    async def _begin_session(self) -> Run:
        self._session = self._script = ""
        self.widgets.clear()
        self._values.clear()
        self._cached.clear()
        self._stop_timers()
        await self._connect()
        return await self._rerun()

    async def _connect(self) -> None:
        if self._reading:
            self._reading.cancel()
        protocols = ["streamlit", _NO_TOKEN, *([self._session] if self._session else [])]
        try:
            self._connection = await connect(
                f"ws://{self._host}/_stcore/stream",
                origin=Origin(f"http://{self._host}"),
                subprotocols=[Subprotocol(each) for each in protocols],
                additional_headers={"Cookie": _written(self._cookies)},
                max_size=None,
                open_timeout=LONGEST_WAIT,
                ping_interval=None,
                proxy=None,
            )
        except (OSError, WebSocketException) as error:
            raise Lost(f"no connection: {error}") from error
        self._reading = asyncio.create_task(self._read(self._connection))

    def _stop_timers(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    # What a person does

    def found(self, kind: str, part: str) -> list[Widget]:
        """Widgets of a kind whose label or key contains this, in the order of the page."""
        return [
            each
            for each in self.widgets.values()
            if each.kind == kind and not each.disabled and (part in each.label or part in each.key)
        ]

    def chosen(self, widget: Widget) -> str | None:
        """The option that a radio group shows as chosen."""
        state = self._values.get(widget.id)
        return state.string_value if state and state.HasField("string_value") else None

    async def choose(self, widget: Widget, option: str) -> Run:
        """Choose an option of a radio group."""
        self._values[widget.id] = WidgetState(id=widget.id, string_value=option)
        return await self._rerun(widget.place)

    async def unfold(self, expander: Widget) -> Run:
        """Open what is folded up."""
        self._values[expander.id] = WidgetState(id=expander.id, bool_value=True)
        return await self._rerun(expander.place)

    async def press(self, button: Widget) -> Run:
        """Press a button."""
        pressed = WidgetState(id=button.id, trigger_value=True)
        return await self._rerun(button.place, pressed)

    async def refresh(self, times: int) -> list[float]:
        """Do at once, so many times, what a timer does; gives the seconds of each. Stops timers."""
        place = next(iter(self._timers))
        self._stop_timers()
        return [(await self._rerun(place, by_timer=True)).seconds for _ in range(times)]

    # To the server

    async def _rerun(
        self, place: str = "", pressed: WidgetState | None = None, *, by_timer: bool = False
    ) -> Run:
        """Send all widget values, and wait until the run that they caused has ended."""
        async with self._turn:
            content = self._message(place, pressed, by_timer=by_timer)
            self._waiting = asyncio.get_running_loop().create_future()
            self._awaited = place
            sent = perf_counter()
            try:
                async with asyncio.timeout(LONGEST_WAIT):
                    await self._send(content)
                    run = await self._waiting
            finally:
                self._waiting = None
            run.seconds = perf_counter() - sent
            return run

    async def _send(self, content: bytes) -> None:
        if self._connection is None:
            raise Lost("not connected")
        try:
            await self._connection.send(content)
        except ConnectionClosed as error:
            raise Lost(str(error)) from error

    def _message(self, place: str, pressed: WidgetState | None, *, by_timer: bool) -> bytes:
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string = self._query
        rerun.page_script_hash = self._script
        rerun.page_name = "" if self._script else self._page
        rerun.fragment_id = place
        rerun.is_auto_rerun = by_timer
        rerun.context_info.timezone = "Europe/Berlin"
        rerun.context_info.locale = "en-GB"
        rerun.context_info.url = f"http://{self._host}/{self._page}"
        rerun.context_info.color_scheme = "light"
        rerun.widget_states.widgets.extend(self._values.values())
        if pressed:
            rerun.widget_states.widgets.append(pressed)
        rerun.cached_message_hashes.extend(self._cached)
        return bytes(message.SerializeToString())

    # From the server

    async def _read(self, connection: ClientConnection) -> None:
        reason = "the server closed the connection"
        try:
            async for content in connection:
                self._receive(ForwardMsg.FromString(content))
        except ConnectionClosed as error:
            reason = str(error)
        finally:
            if connection is self._connection and self._waiting and not self._waiting.done():
                self._waiting.set_exception(Lost(reason))

    def _receive(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "ref_hash":
            message = self._cached[message.ref_hash]
        elif message.metadata.cacheable and message.hash:
            self._cached[message.hash] = message
        match message.WhichOneof("type"):
            case "delta":
                self._draw(message.delta, tuple(message.metadata.delta_path))
            case "new_session":
                self._begin(message)
            case "script_finished":
                self._end(message.script_finished)
            case "page_info_changed":
                self._query = message.page_info_changed.query_string
            case "navigation":
                self._script = message.navigation.page_script_hash
            case "auto_rerun":
                self._start_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "page_not_found":
                self.problems.append(f"there is no page {self._page!r}")

    def _begin(self, message: ForwardMsg) -> None:
        new = message.new_session
        self._session = new.initialize.session_id or self._session
        self._script = new.page_script_hash
        self._run = Run(tuple(message.metadata.run.fragment_ids))
        if not self._run.places:
            self._stop_timers()

    def _draw(self, delta: Any, path: tuple[int, ...]) -> None:
        self._run.paths.append(path)
        if delta.add_block.expandable.id:
            self._place_widget("expander", delta.add_block.expandable, delta.fragment_id, path)
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        if kind == "markdown":
            self._run.said.append(element.body)
        elif kind == "alert" and element.format == Alert.ERROR:
            self._run.problems.append(element.body)
        elif kind == "exception":
            self._run.problems.append(f"{element.type}: {element.message}")
        elif getattr(element, "id", ""):
            self._place_widget(kind, element, delta.fragment_id, path)

    def _place_widget(self, kind: str, element: Any, place: str, path: tuple[int, ...]) -> None:
        options = tuple(element.options) if kind == "radio" else ()
        label = getattr(element, "label", "")
        disabled = bool(getattr(element, "disabled", False))
        self._run.drawn.add(element.id)
        self.widgets[element.id] = Widget(element.id, kind, label, place, path, options, disabled)
        if element.id not in self._values or getattr(element, "set_value", False):
            self._take_value(kind, element)

    def _take_value(self, kind: str, element: Any) -> None:
        """Keep the value that the page gives a widget, in the form in which it is sent back."""
        state = WidgetState(id=element.id)
        match kind:
            case "radio" if element.set_value and element.HasField("raw_value"):
                state.string_value = element.raw_value
            case "radio" if not element.set_value and element.HasField("default"):
                state.string_value = element.options[element.default]
            case "text_input" | "text_area":
                state.string_value = element.value if element.set_value else element.default
            case "button_group":
                chosen = [element.options[each].content for each in element.default]
                given = element.raw_values if element.set_value else chosen
                state.string_array_value.data.extend(given)
            case _:
                self._values.pop(element.id, None)
                return
        self._values[element.id] = state

    def _end(self, status: int) -> None:
        run = self._run
        self.problems.extend(run.problems)
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        for each in [each for each in self.widgets.values() if run.replaces(each)]:
            del self.widgets[each.id]
            self._values.pop(each.id, None)
        whole = status == ForwardMsg.FINISHED_SUCCESSFULLY
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            self.problems.append("the page's script does not compile")
        if self._waiting and not self._waiting.done() and (whole or self._awaited in run.places):
            self._waiting.set_result(run)

    # What refreshes itself

    def _start_timer(self, place: str, interval: float) -> None:
        if place not in self._timers:
            self._timers[place] = asyncio.create_task(self._tick(place, interval))

    async def _tick(self, place: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            try:
                self.refreshes.append((await self._rerun(place, by_timer=True)).seconds)
            except (Lost, TimeoutError) as error:
                self.problems.append(f"a refresh failed: {error}")
                return
