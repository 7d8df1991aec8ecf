"""``POST /api/v1/heartbeat``: a phone says how it stands, also when there is nothing to send."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from fairapp.api.wire import keyed, read_body, read_key, refuse_old_wire, write_standing
from fairapp.queries.ledger import get_standing
from fairapp.services.clock import now
from fairapp.services.heartbeats import record_heartbeat
from fairapp.services.tokens import token_hash

blueprint = Blueprint("api_heartbeat", __name__)


@blueprint.post("/heartbeat")
@keyed
def create() -> ResponseReturnValue:
    """The answer is that of ``GET /api/v1/ledger``: from where to send on, and what the session has come to."""
    refuse_old_wire()
    key = read_key()
    record_heartbeat(key, read_body())
    return write_standing(get_standing(token_hash(key), now()))
