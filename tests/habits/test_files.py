"""What may stand in a file of this project, and what may not."""

import re
from pathlib import Path

from tests.habits.tree import ROOT, files, folders, short, text

MOST_LINES = 400

# Alembic loads its revisions by path.
LOADED_BY_PATH = "migrations"

# Written so that this file does not find itself.
REGISTRIES = re.compile(r"pypi[.]org|pythonhosted[.]org|npmjs[.](?:com|org)")
REGISTRY_OPTION = re.compile(r"(?<![\w-])--(?:(?:extra-)?index-url|find-links|trusted-host)[ =]")
SOMEONES_HOME = r"(?<![\w.~])/(?:home|Users)/[a-z]\w*/|(?<![\w.~])/roo[t]/"


def test_no_file_names_a_package_registry() -> None:
    found = [short(path) for path in files() if REGISTRIES.search(text(path)) or REGISTRY_OPTION.search(text(path))]
    assert found == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    # A checkout directly below / has a name too short to mean anything.
    here = rf"|{re.escape(str(ROOT))}(?![\w-])" if len(ROOT.parts) > 2 else ""
    paths = re.compile(SOMEONES_HOME + here)
    found = {short(path): hit.group() for path in files() if (hit := paths.search(text(path)))}
    assert found == {}


def test_a_file_of_the_bot_is_short_enough_to_read() -> None:
    lengths = {short(path): text(path).count("\n") for path in files("bot", "handlers", suffix=".py")}
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def _has_code(folder: Path) -> bool:
    return any(path.suffix == ".py" for path in folder.iterdir())


def test_every_package_has_an_init() -> None:
    packages = [folder for folder in folders("bot", "handlers", "tests") if LOADED_BY_PATH not in folder.parts]
    bare = [short(folder) for folder in packages if _has_code(folder) and not (folder / "__init__.py").exists()]
    assert bare == []


def test_every_text_file_ends_with_one_line_end() -> None:
    code = [path for path in files() if path.suffix in {".py", ".md", ".yaml", ".toml", ".sh", ".css", ".js"}]
    ragged = [short(path) for path in code if text(path) and not re.search(r"\S\n\Z", text(path))]
    assert ragged == []
