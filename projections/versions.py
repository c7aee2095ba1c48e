"""Whether the views stand as this program folds and reads them; for whoever opens a school."""

from projections.standing import BESIDES, STANDINGS
from projections.views import Views
from store import snapshots
from store.schema import lacking


def outdated(views: Views) -> list[str]:
    """Tables that are missing, and views that are missing, of another version, or ahead of a restored record.

    A view that was set aside is none of these: the others go on without it. The record must be there.
    """
    if missing := [*lacking(views.database, BESIDES), *lacking(views.database, snapshots.METADATA)]:
        return missing
    with views.database.read() as connection:
        standings = connection.exec_driver_sql(STANDINGS).all()
    # Asked after the positions: what is recorded meanwhile is not there too much.
    end = views.record.end()
    stood = {name: version for name, version, position, _ in standings if position <= end}
    return [view.name for view in views.catch_up.views if stood.get(view.name) != view.version]
