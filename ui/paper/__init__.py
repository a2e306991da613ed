"""The parts of the page on which papers are made."""
