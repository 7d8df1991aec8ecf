"""The commands of ``python3 -m fairapp``, one module per group of them."""

from typing import Any

import click

from fairapp import __version__
from fairapp.cli import (
    backup,
    badges,
    checks,
    demo,
    devices,
    draw,
    lapse,
    ledger,
    plan,
    register,
    serve,
    setup,
    soak,
    soak_browser,
    totals,
)
from fairapp.cli.command import caller_locale, say
from fairapp.domain.errors import FairError

# One line a module: each lists its commands. `serve` is what runs when no command is named.
MODULES = (
    serve,
    demo,
    setup,
    register,
    plan,
    draw,
    lapse,
    badges,
    devices,
    totals,
    ledger,
    backup,
    checks,
    soak,
    soak_browser,
)
DEFAULT = "serve"


class FairGroup(click.Group):
    """A refusal is one line on stderr in the caller's language, with its code, and exit 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FairError as refusal:
            say(f"{' '.join(caller_locale().error(refusal).split())} [{refusal.code}]")
            ctx.exit(1)


@click.group(
    cls=FairGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="fairapp")
@click.pass_context
def fairapp(ctx: click.Context) -> None:
    """Booths, badges, sales and visitors of a sales fair. Without a command: serve the pages."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(fairapp.commands[DEFAULT])


for module in MODULES:
    for command in module.commands:
        fairapp.add_command(command)


def main() -> None:
    """Run the command named on the command line."""
    fairapp(prog_name="python3 -m fairapp")
