"""A band of eight-pointed stars: the one ornament on our paper. Drawn, not a picture, and cheap on every page."""

from math import cos, pi, sin

from reportlab.pdfgen.pathobject import PDFPathObject

from fairapp.printing.paper import WHITE, Pen, colour


def draw_band(pen: Pen, left: float, bottom: float, width: float, height: float, ink: str) -> None:
    """A filled band with a row of stars left white, whole ones only."""
    pen.box(left, bottom, width, height, fill=ink)
    count = max(1, int(width / (height * 1.05)))
    step = width / count
    path = pen.canvas.beginPath()
    for number in range(count):
        x, y = left + (number + 0.5) * step, bottom + height / 2
        _add_star(path, x, y, height * 0.40)
        if number:
            _add_star(path, left + number * step, y, height * 0.11)
    pen.canvas.setFillColor(colour(WHITE))
    pen.canvas.drawPath(path, stroke=0, fill=1)
    pen.canvas.setFillColor(colour(ink))
    for number in range(count):
        x, y = left + (number + 0.5) * step, bottom + height / 2
        inner = pen.canvas.beginPath()
        _add_star(inner, x, y, height * 0.24)
        pen.canvas.drawPath(inner, stroke=0, fill=1)


def _add_star(path: PDFPathObject, x: float, y: float, radius: float) -> None:
    # Two squares, one turned by an eighth: their outline has 16 corners, the inner ones at this share of the radius.
    inner = radius * cos(pi / 4) / cos(pi / 8)
    for corner in range(16):
        reach = radius if corner % 2 == 0 else inner
        angle = corner * pi / 8
        (path.lineTo if corner else path.moveTo)(x + reach * cos(angle), y + reach * sin(angle))
    path.close()
