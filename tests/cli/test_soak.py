"""``soak``, as somebody types it: small, and what it prints at the end."""

import json

from click.testing import CliRunner

from fairapp.cli import fairapp


def test_nothing_is_lost_or_doubled() -> None:
    words = ["soak", "--sales", "60", "--phones", "3", "--faults", "50", "--seed", "2014", "--json"]
    done = CliRunner().invoke(fairapp, words)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["seed"], found["sales"], found["phones"]) == (2014, 60, 3)
    assert (found["lost"], found["doubled"], found["wrong_totals"], found["whole"]) == (0, 0, 0, True)
    assert (found["power_cuts"], found["power_cuts_losing"]) == (20, 0)
    assert sum(found["faults"].values()) > 0
    assert "seed 2014" in done.stderr
