"""A provider's token: every claim that it has to make, and nobody's word but its own."""

from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from tests.cast import MONDAY
from web.id_token import Vouched, usable_keys, vouched

KEY = RSAKey.generate_key(2048, {"kid": "one"})
NOW = int(MONDAY.timestamp())
CLAIMS = {"iss": "https://id.example.org", "aud": "us", "sub": "ada", "nonce": "n", "iat": NOW, "exp": NOW + 60}


def read(claims: dict[str, Any]) -> Vouched:
    signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
    keys = usable_keys([KEY.as_dict(private=False)])
    return vouched(signed, keys, issuer="https://id.example.org", client_id="us", nonce="n", now=MONDAY)


def test_a_whole_one_is_believed() -> None:
    assert read(CLAIMS) == Vouched("ada", "")
    assert read(CLAIMS | {"email": "ada@example.org", "email_verified": True}) == Vouched("ada", "ada@example.org")


@pytest.mark.parametrize("missing", CLAIMS)
def test_nothing_may_be_missing(missing: str) -> None:
    with pytest.raises(JoseError):
        read({name: value for name, value in CLAIMS.items() if name != missing})


@pytest.mark.parametrize("said", [False, "false", 0, None, "yes", [], 2])
def test_an_address_is_one_only_when_it_was_verified(said: Any) -> None:
    assert read(CLAIMS | {"email": "ada@example.org", "email_verified": said}).address == ""


def test_an_address_is_a_text() -> None:
    assert read(CLAIMS | {"email": ["ada@example.org"], "email_verified": True}).address == ""


@pytest.mark.parametrize("address", ["ada@stra\u00dfe.example", "gu\u017f@example.org", "\uff41da@example.org"])
def test_no_address_is_believed_that_reads_like_another_mailbox(address: str) -> None:
    assert read(CLAIMS | {"email": address, "email_verified": True}).address == ""


@pytest.mark.parametrize("listed", [None, "keys", [1], [{"kty": "oct", "k": "c2VjcmV0"}], [{"kty": "RSA", "n": "!"}]])
def test_what_is_no_public_key_is_left_out(listed: Any) -> None:
    assert usable_keys(listed).keys == KeySet([]).keys
