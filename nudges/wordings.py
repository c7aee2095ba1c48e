"""What letters about getting in say, one wording for each kind that the outbox knows."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Link:
    """A link that works once: the page that takes it, for what, and for how long after the letter was sent."""

    page: str
    purpose: str
    good_for: timedelta


@dataclass(frozen=True, slots=True)
class Wording:
    """`text` is one paragraph a line, with blanks for `{url}`, where the link stands if there is one, and for names."""

    subject: str
    text: str
    link: Link | None = None


NOT_YOU = "If you did not ask for this, leave it be: without this letter nobody gets in, and nothing has changed."
LETTERS = {
    "sign_in": Wording(
        "Your link to sign in",
        "This link signs you in on {place}. It works once, for 15 minutes:\n{url}\n"
        f"It opens a page with one button, so that a mail program that looks at links does not use it up.\n{NOT_YOU}",
        Link("/mailed/sign-in/", "sign_in", timedelta(minutes=15)),
    ),
    "reset": Wording(
        "Choose a new password",
        "With this link you choose a new password on {place}. It works once, for 30 minutes:\n{url}\n"
        f"Wherever you are signed in now, you will be signed out.\n{NOT_YOU}",
        Link("/mailed/reset/", "reset", timedelta(minutes=30)),
    ),
    "confirm": Wording(
        "Is it you?",
        "You are about to do something on {place} that we ask twice about. This link says that it is you. Open it where"
        f" you are signed in; it works once, for 15 minutes:\n{{url}}\n{NOT_YOU}",
        Link("/mailed/confirm/", "confirm", timedelta(minutes=15)),
    ),
    "invitation": Wording(
        "{host} invites you to Accountabilibuddy",
        "{host} has made an account for you on Accountabilibuddy{in_cohort}. It is a place to promise one small"
        " networking step at a time, with a buddy beside you.\nWith this link you come in, and choose how you sign in"
        " from then on. It works once, for seven days:\n{url}\nIf you do not know what this is about, leave it be:"
        " without this letter nobody gets in.",
        Link("/join/", "join", timedelta(days=7)),
    ),
    "new_link": Wording(
        "Your new link to come in",
        "{host} has made a new link for your account on Accountabilibuddy. With it you choose a new password; until you"
        " do, everything stays as it is. It works once, for seven days:\n{url}\nIf you asked nobody for it, leave it be"
        " and tell the staff of your school.",
        Link("/join/", "join", timedelta(days=7)),
    ),
    "new_address": Wording(
        "Is this your new address?",
        "Somebody wants to use this address for their account on {place}. If that is you, say so here, where you are"
        " signed in. It works once, for 30 minutes:\n{url}\nIf it is not you, leave this be: nothing has changed.",
        Link("/mailed/address/", "new_address", timedelta(minutes=30)),
    ),
    "address_changed": Wording(
        "Your address was changed",
        "From now on letters from {place} go to your new address, and you sign in with that one. Wherever else you were"
        " signed in, you are out.\nIf that was not you, tell the staff of your school today: they can give you a way"
        " back in.",
    ),
}
