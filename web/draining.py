"""Hearing a body to its end that is too large to be read: a browser shows our answer only once it has sent it all."""

from flask import Request

MOST = 128 * 1024 * 1024
AT_ONCE = 64 * 1024


def let_it_arrive(request: Request) -> None:
    """Drop a body that was refused for its announced length, up to MOST bytes; beyond that the line is cut.

    Nothing of it may have been read yet: what is left is known by the announced length alone.
    """
    length, allowed = request.content_length or 0, request.max_content_length
    if allowed is None or length <= allowed:
        return
    body, left = request.environ["wsgi.input"], min(length, MOST)
    while left > 0 and (part := body.read(min(left, AT_ONCE))):
        left -= len(part)
