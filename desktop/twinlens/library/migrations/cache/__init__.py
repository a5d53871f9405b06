"""Migrations of cache.db."""
