"""What every answer says to the browser: load nothing from elsewhere, run nothing inline, keep nothing personal.

And what is heard when a browser says that a change comes from another site: nothing of it.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request

from web.session import services

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

SAFE = ("GET", "HEAD", "OPTIONS")


def register(app: Flask) -> None:
    @app.before_request
    def _from_our_pages() -> None:
        if request.method not in SAFE and not _is_from_here():
            abort(400)

    @app.after_request
    def _headers(answer: Response) -> Response:
        answer.headers.extend(HEADERS)
        if app.config["SESSION_COOKIE_SECURE"]:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        if request.endpoint not in ("static", "library"):
            # Pages are about people: no shared or stored copy of any of them.
            answer.headers["Cache-Control"] = "no-store"
        return answer


def _is_from_here() -> bool:
    """What the browser says of the page that a change comes from, if anything; its token is asked for all the same.

    Programs say nothing of it (OWASP ASVS 5.0, 3.5.1; Fetch Metadata, or else RFC 6454).
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc in (request.host, urlsplit(services().settings.url).netloc)
