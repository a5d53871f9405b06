"""Saying what a clean-up will do, doing it, and its history."""
