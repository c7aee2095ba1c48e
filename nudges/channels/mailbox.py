"""Mail for a school without a mail server: each letter becomes a file in the data folder, for its owner's eyes only."""

import os
from pathlib import Path

from nudges.channels.contract import ChannelDown, Message
from nudges.channels.writing import written


class Mailbox:
    """Files are named by time, a short id and the ids of whom they name and are to, by which an erasure finds them."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def send(self, message: Message) -> None:
        letter = bytes(written(message, self.sender))
        ids = [named.hex for named in (message.names, message.member_id) if named]
        name = f"{message.written_at:%Y%m%dT%H%M%SZ}-{message.message_id[:8]}-{'-'.join(ids)}.eml"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(letter)
        except OSError:
            raise ChannelDown("mailbox_unwritable") from None
