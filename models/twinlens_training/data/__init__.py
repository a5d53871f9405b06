"""Photographs, the edited views that training makes of them, and the batches of a step."""
