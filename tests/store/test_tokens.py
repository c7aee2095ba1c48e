"""What members call their API tokens is sealed, also where a version before kept it as it was typed."""

from sqlalchemy import select, update

from bootstrap import migrate
from store.tokens import api_token
from tests.cast import ADA, School


def kept(school: School) -> list[tuple[str, bytes | None]]:
    with school.services.vault.database.read() as connection:
        rows = connection.execute(select(api_token.c.label, api_token.c.sealed)).all()
    return [(label, sealed) for label, sealed in rows]


def test_a_label_is_kept_sealed(school: School) -> None:
    school.services.access.make_api_token(ADA.id, "Ada's laptop", school.clock())
    [(label, sealed)] = kept(school)
    assert (label, b"laptop" in bytes(sealed or b"laptop")) == ("", False)
    assert [token.label for token in school.services.access.api_tokens(ADA.id)] == ["Ada's laptop"]


def test_labels_of_a_version_before_are_read_and_sealed_by_the_next_migration(school: School) -> None:
    access = school.services.access
    access.make_api_token(ADA.id, "", school.clock())
    with school.services.vault.database.write() as connection:
        connection.execute(update(api_token).values(label="Ada's laptop", sealed=None))
    assert [token.label for token in access.api_tokens(ADA.id)] == ["Ada's laptop"]
    for _ in range(2):
        migrate(school.services)
        [(label, sealed)] = kept(school)
        assert label == ""
        assert sealed is not None
        assert [token.label for token in access.api_tokens(ADA.id)] == ["Ada's laptop"]
