"""The site of the cast's school on a port of its own, for browsers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from socket import socket
from threading import Thread

from argon2 import PasswordHasher
from werkzeug.serving import make_server

import web
from tests.cast import CAST, Player, School
from web import passwords

PASSWORD = "walnut harbour kettle"


@contextmanager
def site_of(school: School, members: Sequence[Player] = CAST) -> Iterator[str]:
    """Serve the school until the end of the block; these members have PASSWORD. Yields the address."""
    passwords.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    for player in members:
        school.services.access.set_password(player.id, passwords.hashed(PASSWORD))
    # The site must know its own address, for the links it hands out: a port first, then the site that answers there.
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    school.services = replace(school.services, settings=replace(school.services.settings, url=address))
    app = web.create_app(school.services)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
