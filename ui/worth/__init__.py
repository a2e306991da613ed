"""The parts of the value page, one file each."""
