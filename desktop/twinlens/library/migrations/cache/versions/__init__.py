"""One file for each step; the name of its revision is the mark in the cache."""
