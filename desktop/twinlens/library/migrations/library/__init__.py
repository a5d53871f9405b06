"""Migrations of library.db."""
