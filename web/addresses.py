"""Addresses of pages, as Flask makes them, from patterns that are kept; for pages and templates."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

import flask
from flask import request

# The endpoints of files, whose names are few.
FILES = ("static", "library")


def url_for(endpoint: str, **values: Any) -> str:
    """`flask.url_for`, which takes as long as ten of these; only addresses that name nothing but ids are kept."""
    if all(isinstance(value, UUID) for value in values.values()):
        return _pattern(request.script_root, endpoint, tuple(values))(**values)
    if endpoint in FILES:
        return _file(request.script_root, endpoint, **values)
    return flask.url_for(endpoint, **values)


@lru_cache(maxsize=512)
def _pattern(_root: str, endpoint: str, names: tuple[str, ...]) -> Callable[..., str]:
    """What puts ids into that address; an application may be mounted under several roots."""
    stand_ins: dict[str, Any] = {name: UUID(int=number) for number, name in enumerate(names)}
    pattern = flask.url_for(endpoint, **stand_ins)
    for name, stand_in in stand_ins.items():
        pattern = pattern.replace(str(stand_in), f"{{{name}}}")
    return pattern.format


@lru_cache(maxsize=64)
def _file(_root: str, endpoint: str, **named: Any) -> str:
    return flask.url_for(endpoint, **named)
