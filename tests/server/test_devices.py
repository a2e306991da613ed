"""The cookie by which a browser is known, and the links that make it take part or facilitate."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from starlette.datastructures import MutableHeaders

import engagements
from domain.workshop import WorkshopSettings
from engagements import permissions
from server.devices import new_device, set_device
from storage import records
from storage.database import Database, open_database
from tests.server.running import Running
from tests.server.test_front_door import ask

PAGE = {"Accept": "text/html,application/xhtml+xml"}
KIM = "device of Kim"


@dataclass
class Room:
    """A workshop on the running server's database."""

    db: Database
    engagement: str
    workshop: str
    code: str
    role: str


@pytest.fixture
def room(server: Running) -> Iterator[Room]:
    db = open_database(f"sqlite:///{server.database}")
    framework = engagements.list_frameworks(db)[0]
    started = engagements.start_engagement(db, "Kim", organisation="Acme", depth="quick")
    asked = tuple(c.id for c, _ in framework.asked("quick", {}))
    workshop = engagements.open_workshop(
        db, KIM, started.engagement.id, WorkshopSettings(capabilities=asked), name="Kim"
    )
    code = engagements.join_code(db, KIM, workshop.id)
    yield Room(db, started.engagement.id, workshop.id, code, framework.roles[0].id)
    db.close()


def cookie_in(server: Running, path: str = "/", **headers: str) -> str | None:
    """The device cookie that an answer sets, with everything that is said about it."""
    answer, _ = ask(server, path, **(PAGE | headers))
    found = [c for c in answer.headers.get_all("Set-Cookie", []) if c.startswith("headway_device")]
    assert len(found) < 2
    return found[0] if found else None


def test_a_browser_gets_a_secret_of_its_own_that_no_script_can_read(server: Running) -> None:
    first, second = cookie_in(server), cookie_in(server)
    assert first is not None
    assert second is not None
    secret, *rest = first.split("; ")
    assert re.fullmatch(r"headway_device=[\w-]{22}", secret)
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= {*rest}
    assert "Secure" not in rest  # the server speaks plain http here
    assert secret != second.split("; ")[0]


def test_the_page_that_brings_the_secret_stays_in_no_cache(server: Running) -> None:
    answer, _ = ask(server, "/", **PAGE)
    assert answer.headers.get_all("Cache-Control") == ["no-store"]


@pytest.mark.parametrize("path", ["/", "/join?code=ABCDEFGH", "/continue/nobody"])
def test_who_has_a_secret_keeps_it(server: Running, path: str) -> None:
    assert cookie_in(server, path, Cookie="other=1; headway_device=mine") is None
    assert cookie_in(server, path, Cookie="other=1") is not None


@pytest.mark.parametrize(
    ("method", "accept"), [("GET", "image/png"), ("GET", "*/*"), ("HEAD", "text/html")]
)
def test_pictures_and_probes_make_nobody_known(server: Running, method: str, accept: str) -> None:
    answer, _ = ask(server, "/healthz", method, Accept=accept)
    assert "headway_device" not in str(answer.headers)


def test_behind_https_the_secret_travels_by_https_only() -> None:
    scope = {"type": "http", "method": "GET", "headers": [(b"accept", b"text/html")]}
    device = new_device(scope)
    assert device is not None
    message = {"type": "http.response.start", "status": 200, "headers": []}
    set_device(message, device, "https")
    assert "Secure" in MutableHeaders(scope=message)["set-cookie"].split("; ")


def test_a_personal_link_lets_a_new_browser_go_on_at_once(server: Running, room: Room) -> None:
    person = engagements.join_workshop(room.db, room.code, "anns-phone", role=room.role)
    answer, _ = ask(server, f"/continue/{person.id}", **PAGE)
    assert (answer.status, answer.headers["Location"]) == (303, f"/join?workshop={room.workshop}")
    assert person.id not in str(answer.headers)
    device = answer.headers["Set-Cookie"].split(";")[0].partition("=")[2]
    assert engagements.participant(room.db, device, room.workshop) == person


def test_a_facilitator_s_link_makes_one_more_and_says_nothing_in_the_address(
    server: Running, room: Room
) -> None:
    path = engagements.facilitator_link(room.db, KIM, room.workshop)
    answer, _ = ask(server, path, Cookie="headway_device=lee", **PAGE)
    assert answer.status == 303
    assert answer.headers["Location"] == f"/workshop?engagement={room.engagement}"
    assert engagements.facilitates(room.db, "lee", room.workshop) == "A second facilitator"


def test_links_that_lead_nowhere_get_one_plain_sentence(server: Running, room: Room) -> None:
    with room.db.reading() as connection:
        secret = records.secret(connection, "devices")
    expired = _signed_long_ago(secret, room.workshop)
    good = engagements.facilitator_link(room.db, KIM, room.workshop)
    wrong = {
        "/continue/": ("nobody", "x" * 4000),
        "/facilitate/": ("x", expired, f"{good[12:]}x"),
        "/take-away/": (room.workshop, "nobody"),
    }
    for way, ends in wrong.items():
        texts = set()
        for end in ends:
            answer, body = ask(server, f"{way}{end}", Cookie="headway_device=stranger", **PAGE)
            assert answer.status == 404
            assert answer.headers["Cache-Control"] == "no-store"
            texts.add(body.decode())
        assert len(texts) == 1
        assert "Traceback" not in texts.pop()


class _LongAgo(TimestampSigner):
    """Signs as somebody did when the link's time was not over yet."""

    def get_timestamp(self) -> int:
        return int(time.time()) - permissions.LINK_SECONDS - 60


def _signed_long_ago(secret: str, workshop: str) -> str:
    serializer = URLSafeTimedSerializer(secret, salt="facilitator", signer=_LongAgo)
    return str(serializer.dumps(workshop))


def test_the_page_to_take_away_is_for_those_who_were_there(server: Running, room: Room) -> None:
    engagements.join_workshop(room.db, room.code, "anns-phone", role=room.role)
    engagements.close_workshop(room.db, KIM, room.workshop)
    path = f"/take-away/{room.workshop}"
    assert ask(server, path, Cookie="headway_device=anns-phone")[0].status == 404
    engagements.keep_take_away(room.db, KIM, room.workshop, b"%PDF-1.7 the page")
    answer, body = ask(server, path, Cookie="headway_device=anns-phone")
    assert (answer.status, body) == (200, b"%PDF-1.7 the page")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert ask(server, path)[0].status == 404
