"""Headers of a request that its answer depends on: as they were sent, and never taken for missing."""

from flask import request

from domain.refusal import Unusable


def header(name: str) -> str | None:
    """None when it was not sent. Raises Unusable for what is not plain ASCII: some servers hand that on as nothing."""
    sent = request.headers.get(name)
    if sent is not None and not (sent.strip() and sent.isascii() and sent.isprintable()):
        raise Unusable(field=name, why="not_plain")
    return sent
