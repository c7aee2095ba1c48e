"""Without a mail server letters become files that only their owner reads."""

from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from nudges.channels import ChannelDown, channel_for
from projections.services import Settings
from tests.nudges.channels.test_mail import LETTER


def test_a_letter_becomes_a_private_file_without_a_name_in_its_name(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path)
    channel_for(settings).send(LETTER)
    [file] = settings.letters.iterdir()
    assert file.name == f"20261107T080000Z-0f8fad5b-{LETTER.member_id.hex}.eml"
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert message_from_bytes(file.read_bytes(), policy=SMTP)["To"] == LETTER.to


def test_a_folder_that_takes_nothing_is_a_channel_that_is_down(tmp_path: Path) -> None:
    settings = Settings(folder=tmp_path)
    settings.letters.write_text("in the way")
    with pytest.raises(ChannelDown):
        channel_for(settings).send(LETTER)
