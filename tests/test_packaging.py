"""What an installed VisualNN says of itself."""

import ast
import sys
from importlib.metadata import entry_points, packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name as canonical

import visualnn


def requirement(name: str) -> Requirement:
    """Return the installed package's requirement of another one."""
    found = (Requirement(line) for line in requires("visualnn"))
    return next(one for one in found if one.name.lower() == name)


def imported() -> set[str]:
    """Return the packages outside the standard library that the code imports, wherever it does."""
    found = set()
    for file in Path(visualnn.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"visualnn"}


def test_that_every_package_the_code_imports_is_required():
    plain = {
        canonical(one.name) for one in map(Requirement, requires("visualnn")) if not one.marker
    }
    providers = packages_distributions()
    missing = {name for name in imported() if plain.isdisjoint(map(canonical, providers[name]))}
    assert missing == set()


def test_that_the_installed_version_is_the_one_in_the_code():
    assert version("visualnn") == visualnn.__version__


def test_that_the_command_is_installed():
    (command,) = entry_points(group="console_scripts", name="visualnn")
    assert command.value == "visualnn.cli:main"


@pytest.mark.parametrize("faulty", ["6.7.3", "6.11.0", "6.11.1", "6.12.0"])
def test_that_a_qt_with_known_faults_is_not_accepted(faulty: str):
    assert faulty not in requirement("pyside6-essentials").specifier


@pytest.mark.parametrize("sound", ["6.8.0", "6.10.2", "6.11.2", "6.11.3"])
def test_that_a_sound_qt_is_accepted(sound: str):
    assert sound in requirement("pyside6-essentials").specifier


def test_that_a_plain_installation_brings_no_test_tools():
    plain = {one.name for one in map(Requirement, requires("visualnn")) if not one.marker}
    assert plain.isdisjoint({"pytest", "hypothesis", "mypy", "ruff"})
