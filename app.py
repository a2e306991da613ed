"""Headway, the AI-first maturity workbench: configuration and navigation."""

import streamlit as st

from ui.navigation import pages, stands_alone

st.navigation(pages(), position="hidden" if stands_alone() else "top").run()
