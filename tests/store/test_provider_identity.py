"""Who is who at a provider: one person, one member, each way, and nothing kept that could be read."""

from store.provider_identity import ProviderIdentities, provider_identity
from tests.cast import ADA, BEN, MONDAY, School

ISSUER, OTHER = "https://id.example.org", "https://id.example.com"


def identities(school: School) -> ProviderIdentities:
    return school.services.provider_identities


def test_a_person_is_known_again(school: School) -> None:
    assert identities(school).member_of(ISSUER, "ada") is None
    assert identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    assert identities(school).member_of(ISSUER, "ada") == ADA.id
    assert identities(school).bound_at(ISSUER, ADA.id) == MONDAY


def test_another_provider_s_person_of_that_name_is_another(school: School) -> None:
    identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    assert identities(school).member_of(OTHER, "ada") is None
    assert identities(school).bind(OTHER, "ada", BEN.id, MONDAY)


def test_neither_side_belongs_to_two(school: School) -> None:
    identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    assert not identities(school).bind(ISSUER, "ada", BEN.id, MONDAY)
    assert not identities(school).bind(ISSUER, "somebody", ADA.id, MONDAY)
    assert identities(school).member_of(ISSUER, "somebody") is None
    assert identities(school).member_of(ISSUER, "ada") == ADA.id


def test_bound_twice_is_bound_once(school: School) -> None:
    assert [identities(school).bind(ISSUER, "ada", ADA.id, MONDAY) for _ in range(2)] == [True, True]


def test_what_is_released_can_be_bound_anew(school: School) -> None:
    identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    identities(school).release(ISSUER, ADA.id, MONDAY)
    assert identities(school).member_of(ISSUER, "ada") is None
    assert identities(school).bind(ISSUER, "ada", BEN.id, MONDAY)


def test_that_it_was_released_is_kept_for_this_issuer_and_member(school: School) -> None:
    identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    for _ in range(2):
        identities(school).release(ISSUER, ADA.id, MONDAY)
    released = identities(school).was_released
    assert (released(ISSUER, ADA.id), released(OTHER, ADA.id), released(ISSUER, BEN.id)) == (True, False, False)


def test_it_is_gone_with_whoever_is_erased(school: School) -> None:
    identities(school).bind(ISSUER, "ada", ADA.id, MONDAY)
    identities(school).release(OTHER, ADA.id, MONDAY)
    school.services.vault.shred([ADA.id.hex], ADA.id, MONDAY)
    assert identities(school).member_of(ISSUER, "ada") is None
    assert not identities(school).was_released(OTHER, ADA.id)


def test_what_the_provider_calls_them_is_not_kept(school: School) -> None:
    identities(school).bind(ISSUER, "ada there", ADA.id, MONDAY)
    with school.services.vault.database.read() as connection:
        rows = connection.execute(provider_identity.select()).all()
    assert rows
    assert "ada there" not in str(rows)
