"""Query by example: the sheet over the window."""
