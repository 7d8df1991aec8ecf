"""A hall drawn elsewhere and brought back: what can be read of hostile SVG, and how fast the rest is refused."""

import time

import pytest

from fairapp.domain.errors import FairError
from fairapp.services.plan_lines import PlanFile, read_plan_file
from fairapp.services.plan_svg import DEEPEST, MOST_ELEMENTS

MOST = 5_000_000
BOOTH = '<rect data-booth="A-01" data-class="A/std" x="1000" y="2000" width="3000" height="4000" {more}/>'


def read(body: str) -> PlanFile:
    return read_plan_file(
        f'<svg xmlns="http://www.w3.org/2000/svg" data-hall="A">{body}</svg>'.encode(), maximum_bytes=MOST
    )


def place(body: str) -> tuple[int, int, int, int]:
    (line,) = read(body).lines
    return line.x_mm, line.y_mm, line.width_mm, line.depth_mm


@pytest.mark.parametrize(
    ("transform", "expected"),
    [
        ("", (1000, 2000, 3000, 4000)),
        ("translate(500)", (1500, 2000, 3000, 4000)),
        ("translate(500 -100.4)", (1500, 1900, 3000, 4000)),
        ("rotate(90)", (-6000, 1000, 4000, 3000)),
        ("rotate(90, 1000, 2000)", (-3000, 2000, 4000, 3000)),
        ("rotate(-270 2500 4000)", (500, 2500, 4000, 3000)),
        ("rotate(180 2500,4000)", (1000, 2000, 3000, 4000)),
        ("matrix(6.1e-9,1,-1,0,7000,0)", (1000, 1000, 4000, 3000)),
        ("translate(10,20) rotate(90) translate(0 -1)", (-5989, 1020, 4000, 3000)),
    ],
)
def test_booths_moved_and_turned_by_quarters(transform: str, expected: tuple[int, int, int, int]) -> None:
    assert place(BOOTH.format(more=f'transform="{transform}"')) == expected
    assert place(f'<g transform="{transform}"><g>{BOOTH.format(more="")}</g></g>') == expected


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ('transform="rotate(45)"', "drawing-askew"),
        ('transform="scale(2)"', "drawing-askew"),
        ('transform="matrix(-1,0,0,1,0,0)"', "drawing-askew"),
        ('transform="rotate(90"', "drawing-askew"),
        ('transform="' + "translate(1) " * 200 + '"', "drawing-askew"),
        ('transform="translate(1e99)"', "plan-figure-unreadable"),
        ('transform="translate(nan)"', "plan-figure-unreadable"),
        ('transform="translate(999999999)"', "plan-figure-unreadable"),
    ],
)
def test_a_booth_that_cannot_stand_so_is_named_by_its_line(more: str, code: str) -> None:
    found = read("\n\n" + BOOTH.format(more=more))
    (fault,) = found.faults
    assert (fault.number, fault.error.code, "A-01" in fault.text, found.lines) == (3, code, True, ())


def test_a_figure_that_is_none_is_named() -> None:
    for bad in ("", "3cm", "inf", "0x10", "٣٠٠٠"):
        (fault,) = read(f'<rect data-booth="A-01" x="0" y="0" width="{bad}" height="3000"/>').faults
        assert fault.error.code == "plan-figure-unreadable"


def test_a_copied_booth_is_refused_for_its_number() -> None:
    found = read(BOOTH.format(more="") * 2)
    assert [fault.error.code for fault in found.faults] == ["booth-number-taken"]


def test_all_else_is_left_out_and_shapes_are_counted() -> None:
    drawn = BOOTH.format(more="")
    found = read(
        f"<defs>{drawn}</defs><svg>{drawn}</svg><script>alert(1)</script><path d='M0 0'/><rect width='9' height='9'/>"
        f"<text>A-02</text><image href='file:///etc/passwd'/>{drawn}"
    )
    assert ([line.booth for line in found.lines], found.others) == (["A-01"], 5)


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(20)
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (f"{LAUGHS}]><svg data-hall='A'>&u;</svg>", "drawing-declares-entities"),
        ("<?xml version='1.0'?><!DOCTYPE svg SYSTEM 'http://127.0.0.1:9/x.dtd'><svg/>", "drawing-declares-entities"),
        ("<!doctype html><svg/>", "drawing-declares-entities"),
        ("<svg data-hall='A'><!ENTITY x 'y'></svg>", "drawing-declares-entities"),
        ("<svg data-hall='A'>&x;</svg>", "drawing-unreadable"),
        ("<svg data-hall='A'>", "drawing-unreadable"),
        ("<html data-hall='A'/>", "drawing-unreadable"),
        ("<svg/>", "drawing-without-hall"),
        ("<svg data-hall='A'><rect/></svg>", "drawing-without-booths"),
        ("<svg data-hall='A'>" + "<g>" * 100_000, "drawing-too-deep"),
        ("<svg data-hall='A'>" + "<g/>" * (MOST_ELEMENTS + 1) + "</svg>", "drawing-too-large"),
        ("<svg data-hall='A'>" + " " * MOST + "</svg>", "file-too-large"),
        ("<svg data-hall='A' x='" + "y" * 4_000_000 + "'/>", "drawing-without-booths"),
    ],
)
def test_bombs_and_what_is_no_drawing_are_refused_at_once(content: str, code: str) -> None:
    began = time.perf_counter()
    with pytest.raises(FairError) as refused:
        read_plan_file(content.encode(), maximum_bytes=MOST)
    assert refused.value.code == code
    assert time.perf_counter() - began < 2


def test_entities_in_another_encoding_are_no_way_around() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-7", "cp037"):
        content = f"<?xml version='1.0' encoding='{encoding}'?>{LAUGHS}]><svg data-hall='A'>&u;</svg>".encode(encoding)
        with pytest.raises(FairError):
            read_plan_file(content, maximum_bytes=MOST)


def test_as_deep_as_allowed() -> None:
    groups = DEEPEST - 2
    assert place("<g>" * groups + BOOTH.format(more="") + "</g>" * groups) == (1000, 2000, 3000, 4000)
