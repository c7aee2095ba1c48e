"""What is kept for a time only is swept out when its time is over, also where nobody comes by any more."""

from datetime import timedelta

from projections.erasing import members_in
from projections.services import Services
from store.sweeping import sweep_out

# A request that began in time is through by then.
UNDER_WAY = timedelta(minutes=1)
# Letters that may have been on their way into the mail folder as somebody was erased.
LATELY = timedelta(days=1)


def sweep(services: Services) -> int:
    """Returns how many rows of the vault and letters to whom was erased meanwhile went.

    A change of address that broke off may have claimed the new one without recording it: it is free again before what
    tells us of it goes.
    """
    now = services.now() - UNDER_WAY
    for member_id in services.wanted_addresses.over(now):
        services.accountability.free_addresses(member_id)
    return sweep_out(services.vault, now) + _letters(services)


def _letters(services: Services) -> int:
    """Whoever wrote a letter as its member was erased may have put it down when the others were gone."""
    since, folder = f"{services.now() - LATELY:%Y%m%dT%H%M%SZ}", services.settings.letters
    lately = [file for file in folder.glob("*.eml") if file.name >= since] if folder.is_dir() else []
    late = [file for file in lately if any(services.vault.is_shredded(member) for member in members_in(file))]
    for letter in late:
        letter.unlink(missing_ok=True)
    return len(late)
