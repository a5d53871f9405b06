"""Ways of comparing that take keys for themselves while they last; each knows nothing of the window."""
