"""What is kept for a time only is swept out when its time is over, also where nobody comes by any more."""

from datetime import timedelta

from projections.services import Services
from store.sweeping import sweep_out

# A request that began in time is through by then.
UNDER_WAY = timedelta(minutes=1)


def sweep(services: Services) -> int:
    """Returns how many rows of the vault went.

    A change of address that broke off may have claimed the new one without recording it: it is free again before what
    tells us of it goes.
    """
    now = services.now() - UNDER_WAY
    for member_id in services.wanted_addresses.over(now):
        services.accountability.free_addresses(member_id)
    return sweep_out(services.vault, now)
