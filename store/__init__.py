"""Where things are kept: the record, the vault and the database engine; knows the domain, and no view or page."""

import store.sqlite  # noqa: F401  # chooses the SQLite library before anything else can import the wrong one
