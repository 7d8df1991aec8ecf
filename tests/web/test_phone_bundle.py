"""The modules of a phone page as one file: each once, before whoever needs it; what is not understood is refused."""

from pathlib import Path

import pytest

from fairapp.web.phone_bundle import bundle_modules
from fairapp.web.phone_parts import STATIC


def write(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, "utf-8")
    return folder


def test_each_module_once_before_it_is_needed(tmp_path: Path) -> None:
    base = "// why\nexport const one = 1;\nconst own = 2;\nexport async function two() {\n  return own;\n}\n"
    folder = write(
        tmp_path,
        base=base,
        middle='import { one } from "./base.js";\nexport class Three {}\nexport const four = one;\n',
        page='import {\n  four,\n} from "./middle.js";\nimport { one, two } from "./base.js";\ntwo(one, four);\n',
    )
    written = bundle_modules(folder, "page")
    assert [line for line in written.splitlines() if line.startswith("const $")] == [
        "const $base = (() => {",
        "const $middle = (() => {",
        "const $page = (() => {",
    ]
    assert "const { one, two } = $base;" in written
    assert "return { one, two };" in written
    assert "// why" not in written
    assert "import" not in written
    assert "export" not in written


@pytest.mark.parametrize(
    "text",
    [
        'import all from "./base.js";\n',
        'import "./base.js";\n',
        "export default 1;\n",
        "export let one = 1;\n",
        'import { me } from "./page.js";\n',
    ],
)
def test_what_cannot_be_bundled_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"page\.js"):
        bundle_modules(write(tmp_path, page=text, base=""), "page")


@pytest.mark.parametrize("page", ["till", "gate"])
def test_nothing_that_a_page_needs_is_missing(page: str) -> None:
    written = bundle_modules(STATIC / "till", page)
    assert f"const ${page} = " in written
    assert "const $outbox = " in written
