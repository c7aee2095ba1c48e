"""Which tables and columns a database lacks; for each store that is asked whether it is up to date."""

from sqlalchemy import MetaData, inspect

from store.database import Database


def lacking(database: Database, wanted: MetaData) -> list[str]:
    """Tables by name, columns of tables that are there as `table.column`; indexes are not looked at."""
    with database.read() as connection:
        found = inspect(connection).get_multi_columns()
    there = {name: {column["name"] for column in columns} for (_, name), columns in found.items()}
    return [
        name
        for table in wanted.sorted_tables
        for name in (
            [f"{table.name}.{c.name}" for c in table.columns if c.name not in there[table.name]]
            if table.name in there
            else [table.name]
        )
    ]
