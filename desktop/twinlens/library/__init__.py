"""What is known: the precious library and the disposable cache, each a SQLite database. Only here SQLAlchemy."""
