"""What is opened once for the whole process and shared by every session."""

import streamlit as st

from storage.database import Database, default_database_url, open_database
from storage.migrate import migrate


@st.cache_resource(show_spinner="Opening the database")
def database() -> Database:
    """The database, migrated. Raises HeadwayError with what to do when it cannot be used."""
    opened = open_database(default_database_url())
    migrate(opened)
    return opened
