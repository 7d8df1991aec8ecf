"""One table from refusals to answers, and one page that shows them."""

from flask import Flask, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.exceptions import HTTPException, SecurityError

from fairapp.domain.errors import Conflict, FairError, Gone, NotAllowed, NotFound, Refused, TooMuch, Unready
from fairapp.web.locale import current_locale

STATUS: dict[type[FairError], int] = {
    Refused: 400,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    TooMuch: 413,
    Unready: 503,
}
CODES = {
    400: "bad-request",
    404: "page-not-found",
    405: "method-not-allowed",
    413: "too-large",
    429: "too-many-attempts",
}


# Codes that say more than their kind does.
STATUS_OF_CODE = {"too-many-attempts": 429, "unknown-key": 401, "release-too-old": 426}
RETRY_SECONDS = "5"


def status_of(error: FairError) -> int:
    """The HTTP status of a refusal."""
    return STATUS_OF_CODE.get(error.code) or next(s for t, s in STATUS.items() if isinstance(error, t))


def init_errors(app: Flask) -> None:
    """Every refusal becomes a page, or JSON under ``/api``, with its stable code."""
    app.register_error_handler(FairError, _fair_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(ProgrammingError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def _fair_error(error: FairError) -> ResponseReturnValue:
    return _answer(error, status_of(error))


def _csrf_error(error: CSRFError) -> ResponseReturnValue:
    return _answer(Refused("form-expired"), 400)


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    if error.code >= 500:
        return _unexpected(error)
    if isinstance(error, SecurityError):  # called by a name that is not ours: no page of ours has an address there
        return f"{CODES[400]}\n", 400, {"Content-Type": "text/plain"}
    return _answer(Refused(CODES.get(error.code, "bad-request")), error.code)


def _database_error(error: OperationalError | ProgrammingError) -> ResponseReturnValue:
    current_app.logger.error("database: %s", error.orig)
    told = str(error.orig)
    if "locked" in told or "lock timeout" in told:
        return _answer(Unready("database-locked"), 503)
    if "no such" in told or "does not exist" in told:
        return _answer(Unready("database-behind"), 503)
    return _answer(Unready("database-missing"), 503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("unexpected")
    if current_app.testing:
        raise error
    return _answer(FairError("unexpected"), 500)


def _answer(error: FairError, status: int) -> ResponseReturnValue:
    sentence = current_locale().error(error)
    if request.path.startswith("/api/"):
        # ``next_seq`` is where a phone that left a gap has to go on.
        more = {name: value for name, value in error.values.items() if name == "next_seq"}
        return jsonify(code=error.code, message=sentence, **more), status, _headers(status)
    return render_template("error.html", code=error.code, sentence=sentence, status=status), status


def _headers(status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": RETRY_SECONDS} if status in {429, 503} else {}
