"""Every page says who may open it, and can be reached or says why not."""

import ast
import re
from collections.abc import Callable

from flask import Flask
from werkzeug.routing import Rule

from fairapp.web.access import PUBLIC, SIGNED_IN
from fairapp.web.navigation import EDITION_MENU, ORGANISATION_MENU
from tests.guards.repository import files, name_of, source, tree

ROLES = {"administrator", "organiser", "marshal", "reviewer", "exhibitor"}
MENU = {line.endpoint for line in (*ORGANISATION_MENU, *EDITION_MENU)}
ASKING = re.compile(r"\.(get|route)\(")

# Pages that stand in no menu and are linked from no template, with the way people come to them.
EXCUSED = {
    "sign_in.show_link": "opened from a one-time link",
    "sign_in.show_password": "opened from a one-time link",
    "till.show": "opened by the code on a till card",
    "gate.show": "opened by the code on a gate's card",
    "issued_statements.show": "opened by the code on a statement",
    "phone.words": "fetched by the till and the gate",
    "phone.manifest": "named by the till and the gate",
    "phone.shell": "fetched by the till, the gate and their service worker",
    "phone.worker": "registered by the till and the gate",
}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def view(app: Flask, rule: Rule) -> Callable[..., object]:
    return app.view_functions[rule.endpoint]


def test_the_guards_see_the_routes(sqlite_app: Flask) -> None:
    assert len(rules(sqlite_app)) > 5


def test_every_route_says_who_may_open_it(sqlite_app: Flask) -> None:
    unmarked = [str(rule) for rule in rules(sqlite_app) if not hasattr(view(sqlite_app, rule), "access")]
    assert unmarked == []


def test_marks_name_roles_that_exist(sqlite_app: Flask) -> None:
    for rule in rules(sqlite_app):
        access = getattr(view(sqlite_app, rule), "access", PUBLIC)
        assert access in {PUBLIC, SIGNED_IN} if isinstance(access, str) else access <= ROLES, str(rule)


def test_reading_changes_nothing(sqlite_app: Flask) -> None:
    """A view answers GET or it changes something, never both: two views are two decisions about access and CSRF."""
    both = [str(rule) for rule in rules(sqlite_app) if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


def test_menus_lead_to_pages(sqlite_app: Flask) -> None:
    assert sorted(MENU - set(sqlite_app.view_functions)) == []


def test_every_page_can_be_reached(sqlite_app: Flask) -> None:
    """By a menu, or by an address made in a template, in a script or in a redirect."""
    told = "\n".join(source(path) for path in files(".html", ".js", ".py", under="fairapp"))
    lost = [
        rule.endpoint
        for rule in rules(sqlite_app)
        if "GET" in (rule.methods or set())
        and not rule.rule.startswith("/api/")
        and rule.endpoint not in MENU | set(EXCUSED)
        and f'"{rule.endpoint}"' not in told
        and f"'{rule.endpoint}'" not in told
    ]
    assert sorted(lost) == []


def test_excuses_are_still_needed(sqlite_app: Flask) -> None:
    assert [endpoint for endpoint in EXCUSED if endpoint not in sqlite_app.view_functions] == []


def test_a_page_module_defines_one_blueprint_named_after_it() -> None:
    for path in files(".py", under="fairapp/web/pages"):
        if path.name == "__init__.py":
            continue
        made = [
            node.args[0].value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and ast.unparse(node.func) == "Blueprint"
            and isinstance(node.args[0], ast.Constant)
        ]
        assert made in ([], [path.stem]), name_of(path)
