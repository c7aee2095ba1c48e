"""What somebody sees: one file (or folder) a view, and the engine that keeps them level with the record."""

from projections.buddy import BUDDY
from projections.due import DUE
from projections.erasures import ERASURES
from projections.history import HISTORY
from projections.inbox import INBOX
from projections.people import PEOPLE
from projections.progress import PROGRESS
from projections.shared import SHARED
from projections.tracker import TRACKER
from projections.view import View

VIEWS: tuple[View, ...] = (PEOPLE, PROGRESS, TRACKER, BUDDY, SHARED, DUE, INBOX, HISTORY, ERASURES)
