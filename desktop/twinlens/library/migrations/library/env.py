"""Alembic runs this file for each migration of library.db."""

from twinlens.library.migrations.environment import run
from twinlens.library.schema import LibraryBase

run(LibraryBase.metadata)
