"""The ways through the site, links of the frame: all of them at the side, the nearest as tabs, others behind More."""

from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from web.drawn.icons import icon
from web.drawn.markup import drawn

# key: (label, path, who has it)
SECTIONS = {
    "today": ("Today", "/", ("student", "mentor")),
    "goals": ("Goals", "/goals", ("student",)),
    "contacts": ("Contacts", "/contacts", ("student",)),
    "takeaways": ("Takeaways", "/takeaways", ("student",)),
    "buddy": ("Buddy", "/buddy", ("student", "mentor")),
    "staff": ("Staff", "/staff", ("staff",)),
    "inbox": ("Inbox", "/inbox", ("student", "mentor", "staff")),
    "settings": ("Settings", "/settings", ("student", "mentor", "staff")),
}
TABS = {"student": ("today", "goals", "contacts", "buddy")}
TABS_OF_OTHERS = ("today", "buddy", "staff", "inbox", "settings")


class Navigation(NamedTuple):
    """Items of lists. `unread`: how many letters, as a mark; `further`: whether the page lies behind More."""

    side: Markup
    tabs: Markup
    more: Markup
    unread: Markup
    further: bool


@lru_cache(maxsize=512)
def navigation(role: str, here: str, root: str, unread: int) -> Navigation:
    """For a role ("" for nobody), the key of the section the page stands in, and where the site is mounted."""
    own = [key for key, (_, _, roles) in SECTIONS.items() if role in roles]
    tabs = TABS.get(role, TABS_OF_OTHERS)

    def items(keys: list[str], kind: str) -> Markup:
        return drawn("\n    ".join(f"<li>{_link(key, kind, key == here, root, unread)}</li>" for key in keys))

    return Navigation(
        side=items(own, "side-link"),
        tabs=items([key for key in own if key in tabs], "tab"),
        more=items([key for key in own if key not in tabs], "side-link"),
        unread=_unread(unread),
        further=bool(here) and here not in tabs,
    )


def _link(key: str, kind: str, here: bool, root: str, unread: int) -> str:
    label, path, _ = SECTIONS[key]
    current, mark = ' aria-current="page"' * here, _unread(unread) if key == "inbox" else ""
    return f'<a class="{kind}" href="{root}{path}"{current}>{icon(key)}<span>{label}</span>{mark}</a>'


def _unread(number: int) -> Markup:
    return drawn(f' <span class="unread">{number}<span class="visually-hidden"> unread</span></span>' * bool(number))
