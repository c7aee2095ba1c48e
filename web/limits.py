"""How often somebody may try what is worth guessing at; counted in this process."""

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limits = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=False)
