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
    """`text` is one paragraph a line. Its blanks: `{url}`, the link if there is one, `{place}`, and what
    `nudges.asked_for` fills in for some kinds: `{host}` and `{in_cohort}`, `{when}` and `{site}`.
    """

    subject: str
    text: str
    link: Link | None = None


NOT_YOU = "If you did not ask for this, leave it be: without this letter nobody gets in, and nothing has changed."
WAS_IT_YOU = (
    "If that was you, all is well. If not, choose a new password now: {site}/mailed/reset\nThen look at how you sign in"
    " and take away what is not yours: {site}/settings/security\nAnd tell the staff of your school today: they can sign"
    " you out everywhere, and give you a way back in."
)
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
    # The rest tell of a change, whoever made it, and hold nothing that opens anything.
    "password_changed": Wording(
        "Your password was changed",
        "{when} a new password was set for your account on {place}. Wherever else you were signed in, you are out.\n"
        f"{WAS_IT_YOU}",
    ),
    "second_factor_on": Wording(
        "Your second factor is on",
        "{when} a phone was set up as the second key to your account on {place}. From now on a code of that phone is"
        f" asked for, and wherever else you were signed in, you are out.\n{WAS_IT_YOU}",
    ),
    "second_factor_off": Wording(
        "Your second factor is off",
        "{when} the second factor was taken off your account on {place}. From now on your password, or a mailed link,"
        f" opens it alone.\n{WAS_IT_YOU}",
    ),
    "recovery_codes": Wording(
        "New recovery codes were made",
        "{when} new recovery codes were made for your account on {place}. The old ones do not work any more.\n"
        f"{WAS_IT_YOU}",
    ),
    "provider_connected": Wording(
        "Another way to sign in was connected",
        "{when} your account on {place} was connected with an account at your school’s own sign-in. Whoever is signed"
        f" in there comes in here as you.\n{WAS_IT_YOU}",
    ),
    "provider_ended": Wording(
        "A way to sign in was disconnected",
        "{when} your account on {place} was disconnected from your school’s own sign-in. Nobody comes in from there any"
        f" more.\n{WAS_IT_YOU}",
    ),
    "token_made": Wording(
        "A token for programs was made",
        "{when} a token was made for your account on {place}. The program that has it can do there what you can do.\n"
        f"{WAS_IT_YOU}",
    ),
    "token_revoked": Wording(
        "A token for programs was revoked",
        "{when} a token of your account on {place} was revoked. The program that had it cannot come in any more.\n"
        f"{WAS_IT_YOU}",
    ),
}
