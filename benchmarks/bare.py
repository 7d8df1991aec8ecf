"""The least a server could do for one sale: Flask, one insert through the driver, one commit. Served like ours."""

import os
import sqlite3
import uuid
from typing import Any

import psycopg
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue

TABLE = """CREATE TABLE IF NOT EXISTS bare_sale (
    id {id} PRIMARY KEY, device_id {id} NOT NULL, seq BIGINT NOT NULL, amount_minor BIGINT NOT NULL,
    method VARCHAR(40) NOT NULL, occurred_at {moment} NOT NULL, UNIQUE (device_id, seq))"""
INSERT = "INSERT INTO bare_sale VALUES ({})"
DEVICE = "01920000-0000-7000-8000-000000000000"


def create_bare_app() -> Flask:
    """One connection, because one thread serves; BARE_DATABASE is a file of SQLite or an address of PostgreSQL."""
    app = Flask(__name__)
    database = os.environ["BARE_DATABASE"]
    connection: Any
    if database.startswith("postgresql"):
        connection, mark = psycopg.connect(database), "%s"
        connection.execute(TABLE.format(id="UUID", moment="TIMESTAMPTZ"))
        connection.commit()
    else:
        connection, mark = sqlite3.connect(database, check_same_thread=False), "?"
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(TABLE.format(id="CHAR(36)", moment="TEXT"))
    insert = INSERT.format(", ".join([mark] * 6))

    @app.post("/api/v1/ledger")
    def create() -> ResponseReturnValue:
        results = []
        for entry in request.get_json()["entries"]:
            row = (entry["id"], DEVICE, entry["seq"], entry["amount_minor"], entry["method"], entry["occurred_at"])
            connection.execute(insert, row)
            results.append({"seq": entry["seq"], "status": "accepted"})
        connection.commit()
        return jsonify(results=results, server_time=str(uuid.uuid4()))

    return app


app = create_bare_app() if "BARE_DATABASE" in os.environ else None
