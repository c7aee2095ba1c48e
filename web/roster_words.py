"""What is said about the list of a cohort and its rows."""

from domain.roster import NotARoster
from domain.table_file import Skipped
from projections.import_words import MEGABYTE, why_skipped

LIST_WORDS = {
    "empty": "The list is empty.",
    "not_text": "That is not a text file. In your spreadsheet program, save the list as CSV.",
    "zip": "That is an archive. Please unpack it and choose the CSV file inside.",
    "spreadsheet": "That is a spreadsheet. In your spreadsheet program, save it as CSV and choose that file.",
    "too_large": "The file has {size_mb} MB, and {largest_mb} MB is the most we read. 500 people fit into far less.",
    "too_many_lines": "The list has more than {most:,} lines. Please split it.",
    "too_many_people": "The list has {found:,} people, and {most} is the most at once. Please split it.",
    "no_header": "No line was found that names the columns. The first line should say at least: name, address.",
    "no_rows": "The list names its columns, and there is nobody in it.",
    "no_people": "Not one row could be read as a person ({skipped}).",
}
ROW_WORDS = {
    "no_address": "no e-mail address",
    "bad_address": "the e-mail address cannot be written to",
    "other_role": "the role is neither student nor mentor; staff are added one by one",
}


def why_no_list(refusal: NotARoster) -> str:
    """Why nobody could be read from a list, in a sentence or two."""
    words = dict(refusal.facts)
    words |= {f"{name}_mb": f"{words[name] / MEGABYTE:.3g}" for name in ("size", "largest") if name in words}
    if "skipped" in words:
        counted = words["skipped"].items()
        words["skipped"] = "; ".join(
            f"{why_left_out(Skipped(0, why, column='name'))}: {number}" for why, number in counted
        )
    return LIST_WORDS[refusal.facts["why"]].format(**words)


def why_left_out(row: Skipped) -> str:
    """Why a row invites nobody, as part of a sentence."""
    return ROW_WORDS.get(row.why) or why_skipped(row)
