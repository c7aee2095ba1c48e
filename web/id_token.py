"""The token by which a provider vouches for somebody: who signed it, for whom, when, and what it says of the person."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry, decode

# Only what is signed with a key that the provider alone has.
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
LEEWAY = 60  # seconds by which clocks may differ


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a provider vouches for; `address` is "" unless it says that this is theirs beyond doubt."""

    subject: str
    address: str


def usable_keys(listed: object) -> KeySet:
    """Those of a provider's published keys (RFC 7517) that sign; what we cannot read is none of them."""
    found: list[Key] = []
    for key in listed if isinstance(listed, list) else []:
        if isinstance(key, dict) and key.get("kty") in ("RSA", "EC") and key.get("use") != "enc":
            with suppress(JoseError, ValueError, TypeError):
                found.append(JWKRegistry.import_key(key))
    return KeySet(found)


def vouched(id_token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime) -> Vouched:
    """Whom it vouches for, after every check of OpenID Connect Core 3.1.3.7; raises JoseError, of an unknown key
    InvalidKeyIdError.
    """
    # Providers put words of their own beside the signature; none of them means anything here.
    claims = decode(id_token, keys, registry=JWSRegistry(algorithms=SIGNATURES, strict_check_header=False)).claims
    several = isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1
    JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=LEEWAY,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        azp={"essential": several, "value": client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    ).validate(claims)
    return Vouched(claims["sub"], _address(claims))


def _address(claims: dict[str, Any]) -> str:
    """It counts when the provider says that it was verified: where people write in theirs what they like it proves
    nothing. Entra does not say `email_verified`, but can be told to say that the domain belongs to the school.

    Members are found however their address is written, ß as ss: a provider means one mailbox, so beyond ASCII none
    is believed, for it could be another's.
    """
    sure = claims.get("email_verified") in (True, "true") or claims.get("xms_edov") in (True, "1", "true")
    address = claims.get("email")
    return address if sure and isinstance(address, str) and address.isascii() else ""
