"""The parts of the decisions page, one file each."""
