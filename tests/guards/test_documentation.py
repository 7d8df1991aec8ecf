"""What a person can set or type is written where that person looks."""

import re

import click
import pytest

from fairapp import cli
from tests.guards.repository import ROOT, files, source

README = ROOT / "README.md"
SETTING = re.compile(r"\bFAIRAPP_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def settings_read() -> set[str]:
    return {name for path in files(".py", under="fairapp") for name in SETTING.findall(source(path))}


def commands() -> dict[str, click.Command]:
    return dict(cli.fairapp.commands)


def test_every_setting_is_in_the_readme_and_exists() -> None:
    told = set(SETTING.findall(source(README)))
    assert sorted(settings_read() - told) == [], "read by the code, not told"
    assert sorted(told - settings_read()) == [], "told, read by nothing"


def test_every_command_is_in_the_readme() -> None:
    text = source(README)
    assert [name for name in commands() if not re.search(rf"fairapp {name}\b", text)] == []


@pytest.mark.parametrize("name", commands())
def test_every_command_and_option_explains_itself(name: str) -> None:
    command = commands()[name]
    assert command.get_short_help_str(), name
    silent = [param.name for param in command.params if isinstance(param, click.Option) and not param.help]
    assert silent == []


def test_links_between_our_pages_lead_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in files(".md")
        for target in LINK.findall(source(path))
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
