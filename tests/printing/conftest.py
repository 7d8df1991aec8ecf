"""The faces, cut once for the whole run."""

from pathlib import Path

import pytest

from fairapp.i18n.locales import Locale, locale_for
from fairapp.printing import fonts
from fairapp.printing.fonts import Faces, load_faces


@pytest.fixture(scope="session")
def fonts_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both faces cut into a folder of the run's own: this process may know faces from another folder already."""
    folder = tmp_path_factory.mktemp("faces")
    for weight in ("Regular", "Bold"):
        fonts._cut_file(folder, weight)
    return folder


@pytest.fixture(scope="session")
def faces(fonts_folder: Path) -> Faces:
    return load_faces(fonts_folder)


@pytest.fixture(params=[("ar", "SA"), ("ar", "DZ"), ("fr", "DZ"), ("en", "SA")], ids=lambda pair: "-".join(pair))
def reader(request: pytest.FixtureRequest) -> Locale:
    """A reader of each language, Arabic with both sets of digits."""
    return locale_for(*request.param)
