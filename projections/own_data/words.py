"""What is said about an archive and its rows, in the same words by page and command line."""

_ASK = " Ask the staff: whoever runs this school can bring it along for you."
_FILE = {
    "no_archive": "That is not an archive from Accountabilibuddy. Choose the ZIP just as you downloaded it.",
    "too_large": "That archive is larger than 5 MB once unpacked, which is more than this page reads." + _ASK,
    "too_many": "That archive holds more than this page brings along: 2,000 of a kind, and 200 open goals." + _ASK,
    "busy": "Another archive is being read just now, and we take one at a time. Please try again in a minute.",
    "other_version": "That archive was made by another version of Accountabilibuddy, which we cannot read.",
    "no_file": "No file was chosen. Please choose the ZIP that you downloaded.",
}
# Why a row does not come, as it stands after its name.
WHY = {
    "forgotten": "asked to be forgotten",
    "removed": "had been removed there",
    "nobody": "whom it was with does not come along",
    "withdrawn": "had been taken back there",
    "repeated": "stands in the archive twice",
    "no_story": "its conversation does not come along",
    "promise": "a promise is made by whoever keeps it",
    "too_long": "longer than what we keep",
    "too_far": "due more than two years from now",
    "in_the_future": "its date has not come yet",
    "unreadable": "could not be read",
}


def why_no_archive(why: str) -> str:
    """Why nothing could be brought along, in a sentence or two."""
    return _FILE[why]
