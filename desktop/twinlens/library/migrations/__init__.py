"""Alembic migrations, one history for each database; run by twinlens.library.migrate."""
