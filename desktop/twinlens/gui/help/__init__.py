"""The user's guide inside the window."""
