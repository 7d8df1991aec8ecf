"""The table of pages: which module answers under which prefix. One line a word."""

from flask import Blueprint, Flask

from fairapp.web.pages import (
    accounts,
    allocations,
    apply,
    arrivals,
    audit,
    badges,
    booth_classes,
    desk,
    devices,
    draws,
    editions,
    floor_plan,
    gate,
    home,
    language,
    locks,
    phone,
    public_draws,
    register,
    register_accounts,
    register_decisions,
    register_imports,
    register_members,
    rehearsals,
    requests,
    results,
    sessions,
    setup,
    sign_in,
    stall,
    statement,
    till,
)

PAGES: tuple[tuple[str, Blueprint], ...] = (
    ("/", home.blueprint),
    ("/setup", setup.blueprint),
    ("/sign-in", sign_in.blueprint),
    ("/language", language.blueprint),
    ("/accounts", accounts.blueprint),
    ("/audit", audit.blueprint),
    ("/editions", editions.blueprint),
    ("/editions/<edition>/sessions", sessions.blueprint),
    ("/editions/<edition>/plan", floor_plan.blueprint),
    ("/editions/<edition>/plan/<hall>", booth_classes.blueprint),
    ("/editions/<edition>/requests", requests.blueprint),
    ("/editions/<edition>/requests/desk", desk.blueprint),
    ("/o/<organisation>/<edition>/request", apply.blueprint),
    ("/editions/<edition>/locks", locks.blueprint),
    ("/editions/<edition>/results", results.blueprint),
    ("/", statement.blueprint),
    ("/editions/<edition>/draw", draws.blueprint),
    ("/editions/<edition>/draw/rehearsal", rehearsals.blueprint),
    ("/editions/<edition>/allocations", allocations.blueprint),
    ("/editions/<edition>/badges", badges.blueprint),
    ("/editions/<edition>/arrivals", arrivals.blueprint),
    ("/o/<organisation>/<edition>/draw", public_draws.blueprint),
    ("/", stall.blueprint),
    ("/register", register.blueprint),
    ("/register/imports", register_imports.blueprint),
    ("/register/imports/<uuid:import_id>/decisions", register_decisions.blueprint),
    ("/register/<uuid:exhibitor_id>/members", register_members.blueprint),
    ("/register/<uuid:exhibitor_id>/accounts", register_accounts.blueprint),
    ("/editions/<edition>/devices", devices.blueprint),
    ("/till", till.blueprint),
    ("/gate", gate.blueprint),
    ("/", phone.blueprint),
)


def register_pages(app: Flask) -> None:
    """Put every page in its place."""
    for prefix, blueprint in PAGES:
        app.register_blueprint(blueprint, url_prefix=None if prefix == "/" else prefix)
