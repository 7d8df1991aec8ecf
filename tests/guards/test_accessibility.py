"""What can be seen in the templates alone; tests/browser/test_main_pages.py asks axe about the pages themselves."""

import re

import pytest

from tests.guards.repository import files, name_of, source

TEMPLATES = files(".html", under="fairapp/templates")
TAG = re.compile(r"<(?P<name>[a-z][a-z0-9]*)\b(?P<rest>(?:{{.*?}}|{%.*?%}|\"[^\"]*\"|[^>\"])*)>", re.DOTALL)
FAULTS = {
    "a heading of a table says what it heads": ("th", re.compile(r"(?!.*\bscope=)")),
    "a picture has words, if only none": ("img", re.compile(r"(?!.*\balt=)")),
    "a drawing is named or kept from being read": ("svg", re.compile(r"(?!.*(\baria-(hidden|label)=|role=\"img\"))")),
    "the order of tabbing is the order of reading": ("[a-z0-9]+", re.compile(r".*\btabindex=\"[1-9]")),
    "nothing takes the focus by itself": ("[a-z0-9]+", re.compile(r".*\bautofocus\b")),
    "a link opens where the reader is": ("a", re.compile(r".*\btarget=")),
    "a form field is shown what to fill in beside it": (
        "input|textarea",
        re.compile(r"(?!.*(aria-label|id=)).*placeholder"),
    ),
}


def found(name: str, fault: re.Pattern[str]) -> list[str]:
    """Tags with the fault."""
    return [
        f"{name_of(path)}: {tag[0][:90]}"
        for path in TEMPLATES
        for tag in TAG.finditer(source(path))
        if re.fullmatch(name, tag["name"]) and fault.match(" ".join(tag["rest"].split()))
    ]


def test_the_guards_see_the_tags() -> None:
    assert len([tag for path in TEMPLATES for tag in TAG.finditer(source(path))]) > 1000


@pytest.mark.parametrize("rule", FAULTS)
def test_templates_are_for_everyone(rule: str) -> None:
    assert found(*FAULTS[rule]) == []


def test_named_drawings_have_a_name() -> None:
    nameless = [
        name_of(path)
        for path in TEMPLATES
        for tag in re.finditer(r"<svg\b[^>]*role=\"img\"[^>]*>\s*(<title>)?", source(path))
        if "aria-label" not in tag[0] and not tag[1]
    ]
    assert nameless == []
