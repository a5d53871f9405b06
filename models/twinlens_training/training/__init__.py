"""The run: steps, checkpoints, what it says of itself on the way, and the pictures of it."""
