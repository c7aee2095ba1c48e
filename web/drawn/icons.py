"""Our own small line pictures, 24 by 24. They always stand beside words, so they are hidden from screen readers."""

from functools import lru_cache

from markupsafe import Markup

from web.drawn.markup import drawn

STROKES = {
    "today": "M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4M12 8a4 4 0 1 0 "
    "0 8 4 4 0 0 0 0-8Z",
    "goals": "M6 21V4M6 4.5c4-2.5 7 2 12 0v9c-5 2-8-2.5-12 0",
    "contacts": "M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 5a3.3 3.3 0 0 1 0 "
    "6.3M18 14.5c2 .8 3.2 2.7 3.5 5.5",
    "takeaways": "M9.5 17.5h5M10.5 20.5h3M12 3.5a6 6 0 0 0-3.5 10.9c.7.6 1 1.3 1 3.1h5c0-1.8.3-2.5 1-3.1A6 6 0 0 0 12 "
    "3.5Z",
    "buddy": "M12 19.5C6 15.5 3.5 12.5 3.5 9a4.3 4.3 0 0 1 8.5-1.3A4.3 4.3 0 0 1 20.5 9c0 3.5-2.5 6.5-8.5 10.5Z",
    "inbox": "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15ZM10 20.5a2.2 2.2 0 0 0 4 0",
    "settings": "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM9 14.8a2.2 2.2 0 1 0 0 "
    "4.4 2.2 2.2 0 0 0 0-4.4Z",
    "staff": "M4 5.5c3-1.2 6-1 8 .8 2-1.8 5-2 8-.8v13c-3-1.2-6-1-8 .8-2-1.8-5-2-8-.8ZM12 6.3v13",
    "more": "M5 12h.01M12 12h.01M19 12h.01",
    "out": "M14 4H6v16h8M10.5 12H21M17.5 8.5 21 12l-3.5 3.5",
    "arrow": "M4 12h15M13.5 6.5 19 12l-5.5 5.5",
    "back": "M20 12H5M10.5 6.5 5 12l5.5 5.5",
    "check": "M5 12.5 10 17.5 19.5 7",
    "calendar": "M4 6.5h16v13H4ZM4 10.5h16M8.5 4v4M15.5 4v4",
    "clock": "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2",
    "copy": "M8.5 8.5h11v11h-11ZM15.5 8.5v-4h-11v11h4",
    "mail": "M3.5 6h17v12.5h-17ZM4 6.5l8 6.5 8-6.5",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20.5 20.5",
    "plus": "M12 5v14M5 12h14",
    "close": "M6 6l12 12M18 6 6 18",
    "pen": "M4 20l1-4.5L16.5 4 20 7.5 8.5 19ZM14 6.5l3.5 3.5",
    "import": "M12 3.5v11M7.5 10.5 12 15l4.5-4.5M4 19.5h16",
    "chat": "M4 5h16v11h-9l-4.5 4v-4H4Z",
    "shield": "M12 3.5l7.5 2.5v5.5c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V6Z",
    "moon": "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z",
    "pause": "M8.5 6v12M15.5 6v12",
}


@lru_cache(maxsize=128)
def icon(name: str, kind: str = "") -> Markup:
    """One of STROKES; `kind` is a further class."""
    return drawn(
        f'<svg class="icon{" " * bool(kind)}{kind}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<path d="{STROKES[name]}"/></svg>'
    )


def mark() -> Markup:
    """The sign of the site: a thread with two beads."""
    return _MARK


_MARK = Markup(
    '<svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<path class="logo-thread" d="M2 23C7 28 12 25 15 17S23 4 30 9"/>'
    '<circle class="logo-done" cx="10" cy="22.5" r="6"/><circle class="logo-next" cx="22" cy="10" r="4.8"/></svg>'
)
