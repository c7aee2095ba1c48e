"""Which tables and columns a database lacks, and adding them; for each store that is asked whether it is up to date."""

from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.schema import CreateColumn

from store.database import Database


def lacking(database: Database, wanted: MetaData) -> list[str]:
    """Tables by name, columns of tables that are there as `table.column`; indexes are not looked at."""
    with database.read() as connection:
        there = _columns(connection)
    return [
        name
        for table in wanted.sorted_tables
        for name in (
            [f"{table.name}.{c.name}" for c in table.columns if c.name not in there[table.name]]
            if table.name in there
            else [table.name]
        )
    ]


def complete(connection: Connection, wanted: MetaData) -> None:
    """Create the tables that are missing, and add to the others the columns that came later, which hold NULL.

    A column that may not hold NULL goes on lacking. To be called in a turn of the database's own (`Database.write`):
    then of several at once the later find all done.
    """
    there = _columns(connection)
    wanted.create_all(connection)
    prepared = connection.dialect.identifier_preparer
    for table in wanted.sorted_tables:
        for column in table.columns if table.name in there else ():
            if column.nullable and column.name not in there[table.name]:
                said = CreateColumn(column).compile(dialect=connection.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {prepared.format_table(table)} ADD COLUMN {said}")


def _columns(connection: Connection) -> dict[str, set[str]]:
    """The columns of every table that is there."""
    found = inspect(connection).get_multi_columns()
    return {name: {column["name"] for column in columns} for (_, name), columns in found.items()}
