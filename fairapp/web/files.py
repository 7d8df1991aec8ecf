"""Files that a page hands over: tables as XLSX or CSV, papers as PDF, published bytes."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from flask import Response

from fairapp.domain.errors import NotFound
from fairapp.printing.spreadsheet import Cell, csv_lines, xlsx_bytes
from fairapp.web.forms import settings
from fairapp.web.locale import current_locale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(kind: str, name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A list as ``kind`` xlsx or csv, saved as ``name``; ``title`` names the sheet. Raises NotFound otherwise."""
    if kind == "csv":
        # Rows are made here and now: once the answer is on its way, nobody knows any more in whose language.
        return _attached(Response(csv_lines(columns, list(rows)), mimetype="text/csv"), f"{name}.csv")
    if kind != "xlsx":
        raise NotFound("page-not-found")
    content = xlsx_bytes(title, columns, rows, right_to_left=current_locale().direction == "rtl")
    return _attached(Response(content, mimetype=XLSX), f"{name}.xlsx")


def pdf_file(name: str, content: bytes) -> Response:
    """A paper, opened in the browser."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = _named("inline", f"{name}.pdf")
    return answer


def published_file(name: str, content: str, mimetype: str = "application/json") -> Response:
    """A published text, byte for byte as it was hashed."""
    return _attached(Response(content.encode(), mimetype=mimetype), name)


def fonts_folder() -> Path:
    """Where the cut faces are kept."""
    return settings().instance / "fonts"


def _attached(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = _named("attachment", name)
    return answer


def _named(how: str, name: str) -> str:
    """A name may hold any letter, a register number for instance; a header only ASCII (RFC 6266, RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    also = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'{how}; filename="{plain}"{also}'
