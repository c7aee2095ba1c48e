"""What must be true before a school is opened or served; each guard raises CannotStart with one sentence that helps."""

import errno
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit

import psycopg

from bootstrap import Services, Settings, outdated
from nudges.channels import channel_for
from projections.services import POSTGRES
from scripts.troubles import CannotStart
from store import servers
from store.hosts import is_loopback, may_be_asked

# SQLite's write-ahead log needs memory that all processes share, which these cannot give.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"}
MOUNTS = Path("/proc/self/mounts")
OLDEST_POSTGRES = 14
# The library hears it under either name, and the second one wins over our own setting.
UNSAFE_OPTION = "POSTGRES_ENABLE_DB_FUNCTIONS"
UNSAFE_NAMES = (UNSAFE_OPTION, f"ACCOUNTABILIBUDDY_{UNSAFE_OPTION}")
OFF = ("", "n", "no", "f", "false", "off", "0")


def place_is_usable(settings: Settings, environment: Mapping[str, str] = os.environ) -> None:
    """Where the school is kept can be used, whether or not there is one yet."""
    if settings.database:
        _servers_are_usable(settings, environment)
    else:
        folder_is_usable(settings.folder)
        on_a_disk(settings.folder)


def _servers_are_usable(settings: Settings, environment: Mapping[str, str]) -> None:
    folder_is_usable(settings.folder, named="by ACCOUNTABILIBUDDY_FOLDER")
    no_unsafe_option(environment)
    if not settings.vault.startswith(POSTGRES):
        raise CannotStart(
            "ACCOUNTABILIBUDDY_VAULT has to name a PostgreSQL database for the keys of people (postgresql://…), apart"
            " from the record, since deleting a key means something only where no backup of the record brings it back."
        )
    record, vault = (_answer_of(address) for address in (settings.database, settings.vault))
    if record.place == vault.place:
        raise CannotStart(
            "ACCOUNTABILIBUDDY_VAULT names the database that holds the record: give the keys a database of their own,"
            " or every backup of the record would hold the keys to it."
        )


def _answer_of(address: str) -> servers.Answer:
    try:
        answer = servers.ask(address)
    except ValueError as error:
        raise CannotStart(f"ACCOUNTABILIBUDDY_DATABASE or _VAULT is {error}.") from None
    except psycopg.Error as error:
        raise CannotStart(f"{servers.masked(address)} does not answer: {str(error).partition(chr(10))[0]}") from None
    if answer.version < OLDEST_POSTGRES * 10_000:
        raise CannotStart(
            f"{servers.masked(address)} is PostgreSQL {answer.version // 10_000}; it takes {OLDEST_POSTGRES} or newer."
        )
    return answer


def no_unsafe_option(environment: Mapping[str, str]) -> None:
    """With it, events are appended without the lock that keeps readers from passing one that is not committed yet."""
    for name in UNSAFE_NAMES:
        if environment.get(name, "").strip().lower() not in OFF:
            raise CannotStart(f"{name} is set, and with it events could be skipped. Take it out of the environment.")


def folder_is_usable(folder: Path, *, named: str = "with --data DIR") -> None:
    """Made if it is missing; a file can be written there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(f"{folder} cannot be written to ({error.strerror}). Name another folder {named}.") from None


def on_a_disk(folder: Path) -> None:
    """It lies on a disk of this machine."""
    if kind := network_kind(folder, MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""):
        raise CannotStart(f"{folder} lies on a network drive ({kind}), where a database can be damaged. Use a disk.")


def network_kind(folder: Path, mounts: str) -> str:
    """The kind of network file system that holds the folder, "" for a disk; `mounts` as in /proc/self/mounts."""
    held, kind = "", ""
    for line in mounts.splitlines():
        place, found = [*line.split(), "", "", ""][1:3]
        place = place.replace("\\040", " ")
        if folder.is_relative_to(place) and len(place) >= len(held):
            held, kind = place, found
    return kind if kind in NETWORK else ""


def key_is_there(folder: Path) -> None:
    """Keys are made by those who make schools, and by nobody who only opens one."""
    if not (folder / "master.key").exists():
        raise CannotStart(
            f"{folder / 'master.key'} is missing, and nothing can be read without it. Put it back, or run"
            " `buddy migrate` for a new school."
        )


def commits_are_durable(services: Services) -> None:
    """What was acknowledged outlives a power cut, as far as the databases know."""
    for name, store in (("record", services.accountability), ("vault", services.vault)):
        if weaknesses := store.weaknesses():
            raise CannotStart(
                f"What was saved could be lost with the power: {' and '.join(weaknesses)} for the {name}."
                " Set it back, for this user and this database as well."
            )


def is_current(services: Services) -> None:
    """Everything is there, and as this version makes it."""
    if not services.accountability.is_there():
        raise CannotStart("There is no school in this place yet. `buddy migrate` makes one.")
    if lacking := outdated(services):
        raise CannotStart(
            f"This school was made by an older version: run `buddy migrate` first ({_some(lacking)} to be made)."
        )


def _some(names: list[str], most: int = 3) -> str:
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" and {rest} more" if rest > 0 else "")


def demo_is_in_a_folder(settings: Settings) -> None:
    if settings.database:
        raise CannotStart("The demo school lives in a folder, not in PostgreSQL. Name an empty one with --data DIR.")


def mail_goes_out(settings: Settings) -> None:
    """The mail server and the sender can be used as they are written; nobody is asked yet."""
    try:
        channel_for(settings)
    except ValueError as error:
        raise CannotStart(f"ACCOUNTABILIBUDDY_SMTP or ACCOUNTABILIBUDDY_SENDER cannot be used: {error}.") from None


def provider_can_be_asked(settings: Settings) -> None:
    """The school's own sign-in provider can be used as it is written; nobody is asked yet."""
    if bool(settings.oidc_issuer) != bool(settings.oidc_client_id):
        raise CannotStart(
            "ACCOUNTABILIBUDDY_OIDC_ISSUER and ACCOUNTABILIBUDDY_OIDC_CLIENT_ID belong together: set both, or neither."
        )
    host = urlsplit(settings.oidc_issuer).hostname or ""
    if settings.oidc_issuer and not may_be_asked(settings.oidc_issuer, host):
        raise CannotStart(
            f"ACCOUNTABILIBUDDY_OIDC_ISSUER is {settings.oidc_issuer}; a provider is asked by https, such as"
            " https://accounts.google.com."
        )


def may_listen(host: str, url: str, *, demo: bool) -> None:
    """Passwords travel in clear over http, so it stays on this machine."""
    if is_loopback(host):
        return
    if demo:
        raise CannotStart("The demo school has known passwords, so it is served on this machine only (127.0.0.1).")
    if not url.startswith("https://"):
        raise CannotStart(
            f"To listen on {host}, people must reach it by https: put a reverse proxy in front, and set"
            " ACCOUNTABILIBUDDY_URL to its https:// address."
        )


def address_of(host: str) -> str:
    """The numbers behind a host name."""
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)[0][4][0])
    except OSError:
        raise CannotStart(f"There is no address {host} on this machine.") from None


def free_port(host: str, port: int) -> int:
    """The port itself if nobody listens there; any free one for 0."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotStart(f"Port {port} is in use. Choose another: --port {port + 1}") from None
            raise CannotStart(f"{host}:{port} cannot be used ({os.strerror(error.errno or 0)}).") from None
        return int(probe.getsockname()[1])
