"""What a person chose for this library, by name; the values are whatever JSON can hold."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from twinlens.library.connection import Database
from twinlens.library.schema import PreferenceRow


class PreferenceTable:
    """Kept with the library and not in the settings' file: window and command line then share them with its backups."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> Any:
        """The value, None where none was chosen or what stands there cannot be read."""
        with self._database.reading() as connection:
            found = connection.execute(select(PreferenceRow.value).where(PreferenceRow.name == name)).scalar()
        try:
            return None if found is None else json.loads(found)
        except ValueError:
            return None

    def set(self, name: str, value: Any) -> None:
        """Choose; None goes back to what Twinlens does by itself."""
        with self._database.writing() as connection:
            if value is None:
                connection.execute(delete(PreferenceRow).where(PreferenceRow.name == name))
                return
            statement = insert(PreferenceRow).values(name=name, value=json.dumps(value))
            news = {"value": statement.excluded.value}
            connection.execute(statement.on_conflict_do_update(index_elements=[PreferenceRow.name], set_=news))
