"""Headway, the AI-first maturity workbench: configuration and navigation."""

import streamlit as st

from ui.navigation import pages

st.navigation(pages(), position="top").run()
