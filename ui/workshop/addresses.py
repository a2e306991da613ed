"""The addresses that a room needs: where phones find this server, as a link and as a QR code."""

import ipaddress
import socket
from io import BytesIO
from urllib.parse import urlsplit

import segno
import streamlit as st

_SOMEWHERE = ("192.0.2.1", 9)
"""A documentation address (RFC 5737): asked which way it would go, and never sent anything."""


def origin() -> str:
    """Scheme, host and port under which others reach this server.

    The address in the facilitator's own browser, which is right behind a proxy too; on the very
    machine of the server ("localhost") its address in the local network instead.
    """
    here = urlsplit(st.context.url or "")
    if not is_this_machine(here.hostname or ""):
        return f"{here.scheme}://{here.netloc}"
    port = f":{here.port}" if here.port else ""
    return f"{here.scheme or 'http'}://{_network_address()}{port}"


def is_only_here(address: str) -> bool:
    """Whether nobody but this machine can use an address."""
    return is_this_machine(urlsplit(address).hostname or "")


def is_this_machine(host: str) -> bool:
    """Whether a host name can only be used on the machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost") or host.endswith(".localhost")


def _network_address() -> str:
    """The address by which the local network knows this machine; "localhost" without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def join_link(code: str) -> str:
    """The link that opens a workshop's door, for the QR code and for mails."""
    return f"{origin()}/join?code={code.replace('-', '')}"


@st.cache_data(max_entries=64, show_spinner=False)
def qr_code(link: str, scale: int = 8) -> bytes:
    """A picture of the link that phones can read, as PNG, `scale` pixels a module."""
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=scale, border=3)
    return drawn.getvalue()
