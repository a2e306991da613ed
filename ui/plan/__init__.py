"""The parts of the roadmap page, one file each."""
