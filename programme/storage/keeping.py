"""Rows that nobody changes: what the database itself holds to."""


def kept_for_ever(table: str, sentence: str) -> list[str]:
    """Statements that let nobody change or delete a row of a table, not even the program.

    Parameters
    ----------
    table
        Name of a table whose key is ``fid``.
    sentence
        What whoever tries is told.

    Examples
    --------
    >>> [statement.split(" ON ")[0] for statement in kept_for_ever("visa", "Kept.")][0]
    'CREATE TRIGGER keep_visa_update BEFORE UPDATE'
    """
    quoted = sentence.replace("'", "''")
    refusal = f"BEGIN SELECT RAISE(ABORT, '{quoted}'); END"
    # INSERT OR REPLACE deletes the older row without telling the trigger on DELETE.
    taken = f"NEW.fid IN (SELECT fid FROM {table})"  # noqa: S608 - our own table
    return [
        f"CREATE TRIGGER keep_{table}_update BEFORE UPDATE ON {table} {refusal}",
        f"CREATE TRIGGER keep_{table}_delete BEFORE DELETE ON {table} {refusal}",
        f"CREATE TRIGGER keep_{table}_replace BEFORE INSERT ON {table} WHEN {taken} {refusal}",
    ]
