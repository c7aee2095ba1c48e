"""When the scheduler last did each of its jobs: one row a job, written by it and read by whoever asks if it lives."""

from datetime import datetime

from sqlalchemy import select

from projections.standing import heartbeat
from projections.view import since, stamp
from projections.views import Views

# The jobs of the timetable.
NUDGES, POLL = "nudges", "poll"


def beat(views: Views, name: str, now: datetime) -> None:
    """This job has just been done. The newest word counts, also when the clock was set back."""
    row = {"name": name, "at": stamp(now)}
    said = views.database.insert(heartbeat).on_conflict_do_update(index_elements=["name"], set_={"at": row["at"]})
    with views.database.write() as connection:
        connection.execute(said, row)


def beats(views: Views) -> dict[str, datetime]:
    """Each job that was ever done, and when last."""
    return {row["name"]: since(row["at"]) for row in views.fetch(select(heartbeat))}
