"""The drawings of pages: short pieces of markup written in one go, where templates would be slow; for web.words.

Whatever comes from outside is escaped here; the result is Markup and goes into a page as it is.
"""

from web.drawn.burnup import burnup
from web.drawn.icons import icon, mark
from web.drawn.navigation import navigation
from web.drawn.people import avatar, chip
from web.drawn.thread import thread

GLOBALS = {
    "icon": icon,
    "mark": mark,
    "avatar": avatar,
    "chip": chip,
    "thread": thread,
    "burnup": burnup,
    "navigation": navigation,
}
