"""Alembic runs this file for each migration of cache.db."""

from twinlens.library.cache_schema import CacheBase
from twinlens.library.migrations.environment import run

run(CacheBase.metadata)
