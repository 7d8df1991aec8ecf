"""Headers and cookies that keep a page to itself."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from fairapp.config import Settings

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), microphone=(), payment=()",
}

csrf = CSRFProtect()


def init_security(app: Flask, settings: Settings) -> None:
    """Cookies, headers, CSRF and the proxies that may speak for a browser."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-fairapp" if settings.secure else "fairapp",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        PERMANENT_SESSION_LIFETIME=timedelta(days=settings.sign_in_days),
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a form left open over lunch must not be lost
        MAX_CONTENT_LENGTH=settings.upload_max_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        TRUSTED_HOSTS=_own_names(settings),
    )
    app.session_interface = PageSessions()
    csrf.init_app(app)
    app.after_request(_headers)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # Flask's documented way


def _own_names(settings: Settings) -> list[str] | None:
    """The hosts this installation answers as, once it has a public one: nobody else's name gets into a link."""
    host = urlsplit(settings.public_url).hostname
    return [host, "localhost", "127.0.0.1"] if host else None


class PageSessions(SecureCookieSessionInterface):
    """Sessions of pages. Devices know no cookie: for their calls none is looked for, and none is written."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return self.session_class() if _of_devices(request) else super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not _of_devices(request):
            super().save_session(app, session, response)


def _of_devices(call: Request) -> bool:
    return call.path.startswith("/api/")


def _headers(response: Response) -> Response:
    given = set(response.headers.keys(lower=True))
    for name, value in HEADERS.items():
        if name.lower() not in given:
            response.headers.add(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
