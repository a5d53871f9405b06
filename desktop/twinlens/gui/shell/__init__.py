"""What frames the pages: bars, menu, drops, notices."""
