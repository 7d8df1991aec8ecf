"""``/api/v1/ledger``: what a phone recorded comes in; where its list stands goes out."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from fairapp.api.wire import keyed, read_body, read_key, refuse_old_wire, write_json, write_moment, write_standing
from fairapp.queries.ledger import get_standing
from fairapp.services.clock import now
from fairapp.services.ledger import record_entries
from fairapp.services.tokens import token_hash

blueprint = Blueprint("api_ledger", __name__)


@blueprint.post("/ledger")
@keyed
def create() -> ResponseReturnValue:
    """Take in one to a hundred entries; the answer follows the commit."""
    refuse_old_wire()
    answer = record_entries(read_key(), read_body())
    results = [{"seq": one.seq, "id": one.id, "status": one.status, "flags": one.flags} for one in answer.results]
    server_time = write_moment(answer.server_time)
    return write_json(
        {"next_seq": answer.next_seq, "results": results, "head": answer.head, "server_time": server_time}
    )


@blueprint.get("/ledger")
@keyed
def show() -> ResponseReturnValue:
    """From where to send on, and what the session has come to as the server knows it."""
    refuse_old_wire()
    return write_standing(get_standing(token_hash(read_key()), now()))
