"""What pages share: the frame of a page, session state, cached handles, cards and wording."""
