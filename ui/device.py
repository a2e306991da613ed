"""The browser that a page is drawn for, by its cookie and its address.

Both are read from the connection on every run and never kept in the session: a session that
falls into other hands is worth nothing without the cookie, which no script can read.
"""

import streamlit as st

DEVICE_COOKIE = "headway_device"
"""Set by the front door (`server.devices`) when a browser opens its first page."""


def device() -> str:
    """The secret by which this browser is known; empty where it keeps no cookies."""
    return st.context.cookies.get(DEVICE_COOKIE, "")


def address() -> str:
    """The network address that the browser comes from; empty on this very machine."""
    return st.context.ip_address or ""
