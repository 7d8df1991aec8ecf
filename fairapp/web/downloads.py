"""Lists as files to take away."""

from collections.abc import Iterable, Sequence

from flask import Response

from fairapp.printing.spreadsheet import Cell, csv_bytes, xlsx_bytes
from fairapp.web.locale import current_locale

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def list_file(kind: str, name: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """A download called ``name`` (Latin letters), ``kind`` csv or xlsx, written in the reader's direction."""
    if kind == "xlsx":
        content = xlsx_bytes(title, columns, rows, right_to_left=current_locale().direction == "rtl")
        answer = Response(content, mimetype=XLSX)
    else:
        answer = Response(csv_bytes(columns, rows), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
