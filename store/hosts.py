"""Which addresses of other servers may be asked at all, by how they are written; for guards and whoever asks."""

from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit


def may_be_asked(url: str, known_host: str) -> bool:
    """By https; without it only what an operator named on this machine."""
    try:
        parts = urlsplit(url)
        here = parts.hostname == known_host and is_loopback(known_host)
        plain = url.isascii() and url.isprintable() and " " not in url and parts.port != 0
        return plain and bool(parts.hostname) and (parts.scheme == "https" or (here and parts.scheme == "http"))
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether the name of a host says that it is this machine."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"
