"""Loading photographs off the GUI thread, and painting them."""
