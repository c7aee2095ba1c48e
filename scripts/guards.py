"""What must be true before a school is opened or served; each guard raises CannotStart with one sentence that helps."""

import errno
import ipaddress
import os
import socket
from pathlib import Path
from tempfile import TemporaryFile

from nudges.channels import channel_for
from projections.services import Settings
from scripts.troubles import CannotStart

# SQLite's write-ahead log needs memory that all processes share, which these cannot give.
NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "lustre", "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs"}
MOUNTS = Path("/proc/self/mounts")


def folder_is_usable(folder: Path) -> None:
    """Made if it is missing; a file can be written there; it lies on a disk of this machine."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise CannotStart(
            f"{folder} cannot be written to ({error.strerror}). Name another folder with --data DIR."
        ) from None
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
    """Without this, a new key would be made beside a vault that was sealed with another."""
    if (folder / "vault.db").exists() and not (folder / "master.key").exists():
        raise CannotStart(f"{folder / 'master.key'} is missing, and nothing can be read without it. Put it back.")


def mail_goes_out(settings: Settings) -> None:
    """The mail server and the sender can be used as they are written; nobody is asked yet."""
    try:
        channel_for(settings)
    except ValueError as error:
        raise CannotStart(f"ACCOUNTABILIBUDDY_SMTP or ACCOUNTABILIBUDDY_SENDER cannot be used: {error}.") from None


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


def is_loopback(host: str) -> bool:
    return ipaddress.ip_address(host).is_loopback


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
