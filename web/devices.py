"""Roughly which browser on which device somebody has: enough to know one's own again, and no more is kept."""

# The first that is named counts: most browsers also call themselves those they descend from.
BROWSERS = (
    ("Firefox", ("Firefox/", "FxiOS/")),
    ("Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("Opera", ("OPR/", "OPT/")),
    ("Samsung Internet", ("SamsungBrowser/",)),
    ("Chrome", ("Chrome/", "CriOS/")),
    ("Safari", ("Safari/",)),
)
SYSTEMS = (
    ("iPhone", ("iPhone",)),
    ("iPad", ("iPad",)),
    ("Android", ("Android",)),
    ("ChromeOS", ("CrOS",)),
    ("Windows", ("Windows",)),
    ("macOS", ("Macintosh", "Mac OS X")),
    ("Linux", ("Linux", "X11")),
)

Names = tuple[tuple[str, tuple[str, ...]], ...]


def device(user_agent: str) -> str:
    """ "Firefox on Android", from what the browser says of itself; "" when it says nothing we know."""
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    return f"{browser or 'A browser'} on {system}" if system else browser


def _first(names: Names, user_agent: str) -> str:
    return next((name for name, signs in names if any(sign in user_agent for sign in signs)), "")
