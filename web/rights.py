"""Who may do what to whose what: the one table that opens pages and API alike; `web.guard` asks it before every view.

Who somebody is comes from their session or token, so a decision asks no database anything more. Whose a thing is stands
in every question itself: views and use cases are asked with the id of whoever asks, and what is another's is not found.
A page or address without a row here does not open, and fails a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass

UNASKED = "anybody, without being asked who they are"
ANYBODY = "anybody"
MEMBER = "a member"
OWNER = "its owner"
PAIR = "both of a pair"
STAFF = "staff"
OPERATOR = "an operator, by a token of theirs"


@dataclass(frozen=True, slots=True)
class Right:
    """One row, read as a sentence; `at` names the endpoints where it is used, with blanks between them.

    MEMBER: every member, to what is theirs. OWNER and PAIR: what the address names is theirs, or is not found.
    confirmed: only for who has shown lately that it is them; the others are asked to, and come back.
    """

    who: str
    may: str
    what: str
    at: str
    confirmed: bool = False


RIGHTS = (
    Right(UNASKED, "fetch", "files that every page needs", "static library"),
    Right(UNASKED, "ask", "whether the service is well", "operations.health operations.ready"),
    Right(OPERATOR, "read", "figures of the service", "operations.metrics"),
    Right(ANYBODY, "read", "what the API can do", "api_root api-docs.openapi_json"),
    Right(
        ANYBODY, "come in and go out", "an account, by its password", "sign_in.form sign_in.sign_in sign_in.sign_out"
    ),
    Right(ANYBODY, "show the second factor of", "an account, half in", "proof.ask_code proof.check_code"),
    Right(MEMBER, "show once more", "that it is them", "proof.ask_again proof.again"),
    Right(ANYBODY, "come in to", "an account, by the school's own provider", "provider.begin provider.back"),
    Right(
        MEMBER,
        "connect and disconnect",
        "their account and the school's own provider",
        "provider.connection provider.disconnect",
        confirmed=True,
    ),
    Right(ANYBODY, "choose the password of", "an account, by its link", "sign_in.invitation sign_in.join"),
    Right(
        ANYBODY,
        "have mailed",
        "a link into an account",
        "mailed.ask_sign_in mailed.send_sign_in mailed.ask_reset mailed.send_reset mailed.under_way",
    ),
    Right(ANYBODY, "come in to", "an account, by a mailed link", "mailed.ask_come_in mailed.come_in mailed.join"),
    Right(
        ANYBODY,
        "choose a new password of",
        "an account, by a mailed link",
        "mailed.ask_password mailed.choose_password",
    ),
    Right(ANYBODY, "open", "the school, by the link of its terminal", "sign_in.welcome sign_in.open_school"),
    Right(ANYBODY, "end", "nudges by mail, by the link in one", "sign_in.ask_unsubscribe sign_in.unsubscribe"),
    Right(MEMBER, "read", "what comes next for them", "today.show"),
    Right(MEMBER, "read", "their goals", "goals.index api_goals.listed"),
    Right(MEMBER, "promise", "a goal", "goals.new goals.create api_goals.created"),
    Right(
        OWNER,
        "read",
        "a goal",
        "goals.show goals.edit goals.ask_date goals.ask_closing goals.ask_reopening goals.ask_sharing api_goals.one",
    ),
    Right(
        OWNER,
        "change",
        "a goal, and what a buddy sees of it",
        "goals.reword goals.reschedule goals.close goals.reopen goals.share"
        " api_goals.reworded api_goals.rescheduling api_goals.closure api_goals.reopening api_goals.sharing",
    ),
    Right(MEMBER, "read", "their contacts", "contacts.index api_contacts.listed"),
    Right(MEMBER, "add", "a contact", "contacts.new contacts.create api_contacts.created"),
    Right(OWNER, "read", "a contact", "contacts.show contacts.edit api_contacts.one"),
    Right(
        OWNER,
        "change",
        "a contact",
        "contacts.save contacts.remove contacts.restore"
        " api_contacts.edited api_contacts.removal api_contacts.restoration",
    ),
    Right(MEMBER, "import", "contacts", "contacts.ask_import contacts.preview api_contacts.imported"),
    Right(MEMBER, "look over and confirm", "an import of theirs", "contacts.look_over contacts.confirm_import"),
    Right(MEMBER, "read", "their messages and conversations", "outreach.index api_outreach.listed"),
    Right(MEMBER, "begin", "a message to a contact of theirs", "outreach.new outreach.create api_outreach.created"),
    Right(
        OWNER,
        "read",
        "a message and its conversation",
        "outreach.show outreach.ask_outcome outreach.ask_conversation outreach.ask_takeaway api_outreach.one",
    ),
    Right(
        OWNER,
        "write, send and follow",
        "a message",
        "outreach.save outreach.send outreach.answered outreach.declined outreach.postpone outreach.unanswered"
        " outreach.arrange outreach.withdraw outreach.count outreach.correct_tie"
        " api_outreach.draft api_outreach.sending api_outreach.answer api_outreach.refusal api_outreach.postponement"
        " api_outreach.silence api_outreach.meeting api_outreach.withdrawal api_outreach.counting api_outreach.tie",
    ),
    Right(
        OWNER,
        "write down",
        "a conversation: its questions, notes and takeaway",
        "outreach.hold outreach.choose_questions outreach.write_notes outreach.decide"
        " api_outreach.conversation api_outreach.questions api_outreach.notes api_outreach.takeaway",
    ),
    Right(
        OWNER,
        "share with a buddy, part by part, or keep confidential",
        "a message and its notes",
        "outreach.share outreach.mark api_outreach.sharing api_outreach.shared api_outreach.confidentiality",
    ),
    Right(MEMBER, "read", "their takeaways", "takeaways.index api_takeaways.listed"),
    Right(OWNER, "read", "a takeaway", "takeaways.show api_takeaways.one"),
    Right(
        OWNER,
        "change",
        "a takeaway",
        "takeaways.follow_up takeaways.drop takeaways.reschedule takeaways.reword takeaways.pick_up"
        " api_takeaways.follow_up api_takeaways.dropping api_takeaways.rescheduling api_takeaways.rewording"
        " api_takeaways.picking_up",
    ),
    Right(MEMBER, "read", "their partnerships, and what buddies share", "buddy.show api_partnerships.listed"),
    Right(MEMBER, "ask", "somebody to be their buddy", "buddy.propose buddy.withdraw_by_address"),
    Right(MEMBER, "ask", "a cohort mate to be their buddy", "api_partnerships.created"),
    Right(PAIR, "read", "their partnership", "buddy.ask_check_in api_partnerships.one"),
    Right(
        PAIR,
        "read",
        "what one of them shares of a message",
        "buddy.story api_partnerships.stories api_partnerships.story",
    ),
    Right(
        PAIR,
        "answer, rest and end",
        "their partnership",
        "buddy.accept buddy.decline buddy.withdraw buddy.pause buddy.resume buddy.end"
        " api_partnerships.acceptance api_partnerships.refusal api_partnerships.withdrawal api_partnerships.pause"
        " api_partnerships.resumption api_partnerships.end",
    ),
    Right(
        PAIR,
        "cheer and check in with",
        "each other",
        "buddy.cheer buddy.check_in api_partnerships.cheers api_partnerships.check_ins",
    ),
    Right(MEMBER, "read", "their nudges", "inbox.show api_nudges.listed"),
    Right(OWNER, "put away", "a nudge", "inbox.put_away api_nudges.put_away"),
    Right(MEMBER, "read", "their history", "api_history.listed"),
    Right(MEMBER, "read and change", "their settings", "settings.show settings.save settings.change_password"),
    Right(MEMBER, "want", "another address", "new_address.ask new_address.send", confirmed=True),
    Right(MEMBER, "take", "the address they wanted, by the link mailed there", "new_address.look new_address.take"),
    Right(MEMBER, "show by mail", "that it is them", "mailed.send_confirm mailed.ask_confirm mailed.confirm"),
    Right(MEMBER, "read", "how they sign in, and where they are signed in", "settings.security"),
    Right(OWNER, "end", "a sign-in of theirs", "settings.end_session"),
    Right(MEMBER, "end", "all their other sign-ins", "settings.end_others"),
    Right(
        MEMBER,
        "turn on and off, and make recovery codes of",
        "their second factor",
        "settings.second_factor settings.turn_on settings.turn_off settings.new_codes",
        confirmed=True,
    ),
    Right(MEMBER, "make", "an API token", "settings.make_token", confirmed=True),
    Right(OWNER, "revoke", "an API token", "settings.revoke_token"),
    Right(MEMBER, "take away and bring along", "their data", "own_data.show own_data.download own_data.arrive"),
    Right(MEMBER, "look over and confirm", "an archive of theirs", "own_data.look_over own_data.confirm"),
    Right(MEMBER, "ask for and call off", "the erasure of their account", "erasing.show erasing.ask erasing.call_off"),
    Right(
        OWNER,
        "ask for and call off",
        "the erasure of a contact",
        "erasing.show_contact erasing.ask_contact erasing.call_off_contact",
    ),
    Right(STAFF, "read", "which erasures lie ahead: whose, and never which contact", "erasing.ahead"),
    Right(
        STAFF,
        "read",
        "how members get on: counts, dates and levels; where their letters go, and whether they ever came in",
        "staff.show staff.cohort",
    ),
    Right(STAFF, "close, open again and list", "accounts", "staff.close_account staff.reopen_account staff.closed"),
    Right(STAFF, "open", "a cohort", "staff.open_cohort"),
    Right(STAFF, "add", "a member", "staff.new_member staff.add_member"),
    Right(
        STAFF,
        "invite",
        "a cohort, by a list that they look over first",
        "staff.ask_invitations staff.preview_invitations staff.look_over_invitations staff.confirm_invitations",
    ),
    Right(STAFF, "make, on record,", "a way into an account", "staff.make_link staff.mail_link"),
    Right(STAFF, "end", "all sign-ins of a member", "staff.end_sessions"),
    # The look stands in the record before anything is shown, and the member sees it. What staff may read of an event
    # stands beside its words, in `web.history_words`.
    Right(STAFF, "read, for a reason on record,", "a member's history", "staff.history staff.open_history"),
)

RIGHT_AT = {endpoint: right for right in RIGHTS for endpoint in right.at.split()}
CONFIRMED = frozenset(endpoint for endpoint, right in RIGHT_AT.items() if right.confirmed)


def asked(endpoint: str | None) -> str | None:
    """Who may use what is asked for; None for an address that is not there."""
    return RIGHT_AT[endpoint].who if endpoint else None


# What a buddy sees of a goal, by what its owner chose for it, for as long as they are buddies; words only by a choice
# made since they are (`GoalCard.sharing_with`).
PROGRESS = frozenset(
    {"measure", "count", "target", "due", "zone", "standing", "achieved_at", "on_time", "moved", "beads"}
)
SEEN_BY_BUDDY = {"private": frozenset[str](), "progress": PROGRESS, "words": PROGRESS | {"statement"}}

# What a buddy sees of a message and its conversation, by what its owner ticked for them, for as long as they are
# buddies: nothing is ticked by itself. With anything ticked they see how far it has come. All the rest (answers,
# questions, whom to meet next, takeaways) is for its owner alone, and so are notes that are marked confidential.
SHARED_WITH_BUDDY = {
    "name": frozenset({"name"}),
    "message": frozenset({"introduction", "purpose", "why_you", "call_to_action"}),
    "notes": frozenset({"notes"}),
}
CONFIDENTIAL = SHARED_WITH_BUDDY["notes"]


def seen_of_message(parts: Iterable[str], *, confidential: bool) -> frozenset[str]:
    """The fields that a buddy sees of a message, with these parts ticked."""
    seen = frozenset[str]().union(*(SHARED_WITH_BUDDY[part] for part in parts))
    return seen - CONFIDENTIAL if confidential else seen
