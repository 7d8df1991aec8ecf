"""The faces: cut once, by any number of processes, bold truly bold, and able to write what we write."""

import multiprocessing
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from fairapp.printing import fonts
from fairapp.printing.arabic import in_drawing_order
from fairapp.printing.fonts import Faces, load_faces

FRENCH = "àâæçéèêëîïôœùûüÿÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ«»’‘“”–—…·×€°"


def cut_both(folder: str) -> list[str]:
    """What a fresh process does."""
    return [str(fonts._cut_file(Path(folder), weight)) for weight in ("Regular", "Bold")]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_two_faces_of_different_names_and_weights(faces: Faces, fonts_folder: Path) -> None:
    bold, regular = (TTFont(path) for path in files(fonts_folder))
    assert bold["name"].getDebugName(6) != regular["name"].getDebugName(6)
    assert bold["name"].getDebugName(4) != regular["name"].getDebugName(4)
    assert (regular["OS/2"].usWeightClass, bold["OS/2"].usWeightClass) == (400, 700)
    assert faces.bold.width("B-12", 10) > faces.regular.width("B-12", 10)


def test_french_both_digit_sets_and_joined_arabic_are_in_the_face_itself(faces: Faces) -> None:
    ascii_printable = "".join(map(chr, range(32, 127)))
    for face in (faces.regular, faces.bold):
        for text in (
            FRENCH,
            ascii_printable,
            "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪،؛؟",
            in_drawing_order("لا إله عبدالله ڤ پ چ گ", True),
        ):
            assert [name for name, _ in face.runs(text)] == [face.name]


def test_what_the_face_lacks_comes_from_another(faces: Faces) -> None:
    assert list(faces.regular.runs("7 ± 2")) == [
        (faces.regular.name, "7 "),
        (faces.regular.spare, "±"),
        (faces.regular.name, " 2"),
    ]
    assert faces.regular.width("±", 10) > 0


def test_processes_cutting_at_once_leave_two_whole_files(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        done = pool.map(cut_both, [str(tmp_path)] * 2)
    assert done[0] == done[1]
    assert [path.suffix for path in files(tmp_path)] == [".ttf", ".ttf"]
    assert all(TTFont(path)["maxp"].numGlyphs > 1000 for path in files(tmp_path))


@pytest.mark.parametrize("kept", [0, 5, 20, 5_000, 150_000])
def test_half_a_file_is_cut_again(tmp_path: Path, fonts_folder: Path, faces: Faces, kept: int) -> None:
    whole = files(fonts_folder)[1].read_bytes()
    path = tmp_path / files(fonts_folder)[1].name
    path.write_bytes(whole[:kept])
    assert fonts._cut_file(tmp_path, "Regular") == path
    assert len(path.read_bytes()) == len(whole)


def test_loading_twice_cuts_nothing_more(faces: Faces, tmp_path: Path) -> None:
    assert load_faces(tmp_path) == faces
    assert files(tmp_path) == []


@pytest.mark.parametrize("text", ["", "سعاد", "Coopérative", "7 ± 2"])
def test_a_text_is_as_wide_read_as_drawn(faces: Faces, text: str) -> None:
    drawn = in_drawing_order(text, True)
    assert faces.regular.width_to_read(text, 12) == pytest.approx(faces.regular.width(drawn, 12))
