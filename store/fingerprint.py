"""What is kept of a token that lets somebody in: it tells whether one is the same, and cannot be used in its place."""

from hashlib import sha256


def fingerprint(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
