"""Passwords: argon2id hashes, and what makes one too weak."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST, MOST = 10, 200

# OWASP's minimum for argon2id (19 MiB, two passes, one lane). Tests hand in a cheap one.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# Marks of the 30,000 most common passwords that were leaked, one after the other; scripts/common_passwords made them.
MARK = 6  # bytes
COMMON = (Path(__file__).parent / "common_passwords.marks").read_bytes()
# What is common here alone, or in no list of English words.
_OURS = ("accountabilibuddy", "passwort", "willkommen")
_AROUND = "0123456789!?.,:;-_+*#@$%&()/= "


def hashed(password: str) -> str:
    return hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether it is the right one; costs the same when there is none to compare with."""
    try:
        hasher.verify(stored or _NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str) -> str:
    """Why a password will not do, as a sentence; "" when it will (OWASP ASVS 5.0, 6.2.1 to 6.2.12)."""
    if len(password) < LEAST:
        return f"Please use at least {LEAST} characters. Three or four random words work well."
    if len(password) > MOST:
        return f"Please use at most {MOST} characters."
    plain = password.casefold()
    if len(set(plain)) < 4 or any(map(_is_common, _forms(plain))):
        return "That one is too easy to guess. Three or four random words work well."
    return ""


def _is_common(word: str) -> bool:
    return word in _OURS or sha256(word.encode("utf-8", "surrogatepass")).digest()[:MARK] in COMMON


def _forms(plain: str) -> Iterator[str]:
    """As it is and without what people put around it; each also said once where it is said over and over."""
    for part in (plain, plain.strip(_AROUND)):
        yield from (part, part[: (part + part).find(part, 1)])


_NOBODYS = hasher.hash("nobody has this password")
