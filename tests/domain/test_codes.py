"""Codes keep every bit, and forgive the ways in which people copy them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.domain import codes
from fairapp.domain.errors import Refused

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "codes.json").read_text("utf-8"))


@pytest.mark.parametrize("case", VECTORS["codes"], ids=lambda case: case["hex"])
def test_codes_are_those_of_the_vectors(case: dict[str, str]) -> None:
    assert codes.encode_code(bytes.fromhex(case["hex"])) == case["code"]
    assert codes.decode_code(case["code"]).hex() == case["hex"]


def test_a_code_equals_the_published_alphabet_read_as_one_number() -> None:
    published = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    code = codes.encode_code(bytes.fromhex("00112233445566778899aabbccddeeff"))
    assert sum(published.index(letter) * 32 ** (25 - place) for place, letter in enumerate(code)) == int(
        "00112233445566778899aabbccddeeff", 16
    )


@given(st.binary(min_size=16, max_size=16))
def test_every_bit_survives(raw: bytes) -> None:
    code = codes.encode_code(raw)
    assert len(code) == codes.CODE_LENGTH
    assert codes.decode_code(code.lower()) == raw


@pytest.mark.parametrize(
    ("kind", "normalise"), [("typed", codes.normalise_code), ("typed_request", codes.normalise_request_code)]
)
def test_typed_codes_are_read_or_refused_as_the_vectors_say(kind: str, normalise: Callable[[str], str]) -> None:
    for case in VECTORS[kind]:
        if "code" in case:
            assert normalise(case["text"]) == case["code"]
        else:
            with pytest.raises(Refused, match=case["error"]):
                normalise(case["text"])


@given(st.binary(min_size=8, max_size=16))
def test_a_request_code_is_six_letters_of_its_alphabet(raw: bytes) -> None:
    code = codes.request_code(raw)
    assert codes.normalise_request_code(code) == code


def test_request_codes_use_every_letter_in_every_place() -> None:
    made = [codes.request_code(number.to_bytes(8, "big")) for number in range(0, 2**64, 2**64 // 4_000)]
    for place in range(codes.REQUEST_CODE_LENGTH):
        assert {code[place] for code in made} == set(codes.REQUEST_CODE_ALPHABET)


@pytest.mark.parametrize(("make", "raw"), [(codes.encode_code, b"short"), (codes.request_code, b"short")])
def test_too_little_randomness_is_a_mistake_of_the_caller(make: Callable[[bytes], str], raw: bytes) -> None:
    with pytest.raises(ValueError, match="bytes"):
        make(raw)
