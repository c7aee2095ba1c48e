"""Everything about one member in one file: for them to take away, and to bring along to another school."""
