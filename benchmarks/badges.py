"""Badges, Arabic names and QR, A6, one core: against ReportLab writing the same lines of text and nothing else.

The limit gets its lines already shaped and in drawing order, the same pages, faces, sizes and compression; it is spared
the Arabic, the fitting of names, the QR and the ornament. Both run in turn, five times with new names and codes;
medians of CPU time.
"""

import datetime as dt
import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from benchmarks.table import Row
from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing.arabic import in_drawing_order
from fairapp.printing.badge import BadgeCard, BadgeSheet, badges_pdf, readable_code
from fairapp.printing.fonts import Faces, load_faces
from fairapp.printing.paper import A4, A6

COUNT = 600
ROUNDS = 5
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FIRST = "عبدالله فاطمة نورة سعاد أحمد هند مريم خديجة سلمى منيرة لطيفة جواهر عائشة حصة موضي".split()
_LAST = "الزهراني الغامدي الحربي العتيبي القحطاني الشهري باوزير السلمي الجهني المالكي الثقفي".split()
_CRAFTS = "عطور وبخور|تطريز|فخار|حلويات|نسيج وسجاد|خوص|حلي فضية".split("|")
_SHEET = {
    "edition": "الملتقى والمعرض الوطني الثالث للأسر المنتجة",
    "organisation": "غرفة جدة",
    "place": "مركز جدة للمنتديات",
    "first_day": dt.date(2014, 4, 6),
    "last_day": dt.date(2014, 4, 8),
}


def rows() -> list[Row]:
    """Badges a CPU-second and bytes a badge, four to a sheet and one to a page."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        faces = load_faces(Path(folder))
        for four, name in ((True, "badges, four to an A4 sheet"), (False, "badges, one to an A6 page")):
            found.extend(_measured(Path(folder), faces, four, name))
    return found


def _measured(folder: Path, faces: Faces, four: bool, name: str) -> list[Row]:
    locale = locale_for("ar", "SA")
    sheet = BadgeSheet(**_SHEET, four_to_a_page=four)  # type: ignore[arg-type]  # a table of mixed values
    ours, limit, size = [], [], 0
    for number in range(ROUNDS):
        cards = _cards(random.Random(number))
        spent, pdf = _timed(partial(badges_pdf, sheet, cards, locale, folder))
        ours.append(spent)
        size = len(pdf)
        lines = [_lines_of(card, locale) for card in cards]
        limit.append(_timed(partial(_text_alone, lines, faces, four))[0])
    each = {"unit": "badges a CPU-second", "aim": 0.5, "at_least": True}
    return [
        Row(name=name, ours=COUNT / statistics.median(ours), limit=COUNT / statistics.median(limit), **each),
        Row(name=f"{name}: size", ours=size / COUNT, limit=1500, unit="bytes a badge", aim=1, at_least=False),
    ]


def _timed(work: Callable[[], bytes]) -> tuple[float, bytes]:
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


def _cards(chance: random.Random) -> list[BadgeCard]:
    cards = []
    for number in range(COUNT):
        code = "".join(chance.choices(_ALPHABET, k=26))
        name = f"أسرة {chance.choice(_FIRST)} {chance.choice(_FIRST)} {chance.choice(_LAST)}"
        hall, booth = (
            ("القاعة الكبرى", "قاعة النخيل", "قاعة البحر")[number % 3],
            f"{'ABC'[number % 3]}-{number // 3:02}",
        )
        url = f"HTTPS://FAIR.CHAMBER.EXAMPLE/B/{code}"
        cards.append(
            BadgeCard(exhibitor=name, craft=chance.choice(_CRAFTS), hall=hall, booth=booth, code=code, url=url)
        )
    return cards


def _lines_of(card: BadgeCard, locale: Locale) -> list[tuple[float, bool, str]]:
    """Everything written on a badge: (size, bold, text as drawn)."""
    first, last = _SHEET["first_day"], _SHEET["last_day"]
    assert isinstance(first, dt.date)
    assert isinstance(last, dt.date)
    texts = [
        (13, True, str(_SHEET["edition"])),
        (9, False, f"{locale.date_range(first, last)} · {_SHEET['place']}"),
        (9, False, f"{locale.hijri(first)} – {locale.hijri(last)}"),
        (30, True, card.exhibitor),
        (15, False, card.craft),
        (9, False, locale.gettext("Hall")),
        (15, True, card.hall),
        (9, False, locale.gettext("Booth")),
        (54, True, locale.digits_text(card.booth)),
        (8, False, locale.pgettext("paper", "Scan to open this stall’s page")),
    ]
    drawn = [(size, bold, in_drawing_order(text, True)) for size, bold, text in texts]
    return [*drawn, (8, False, readable_code(card.code))]


def _text_alone(lines: list[list[tuple[float, bool, str]]], faces: Faces, four: bool) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4 if four else A6, pageCompression=1, invariant=1)
    for number, badge in enumerate(lines):
        if number and (not four or number % 4 == 0):
            canvas.showPage()
        left, bottom = (number % 2 * A6[0], number // 2 % 2 * A6[1]) if four else (0, 0)
        for row, (size, bold, text) in enumerate(badge):
            canvas.setFont((faces.bold if bold else faces.regular).name, size)
            canvas.drawRightString(left + A6[0] - 20, bottom + A6[1] - 36 * (row + 1), text)
    canvas.save()
    return file.getvalue()
