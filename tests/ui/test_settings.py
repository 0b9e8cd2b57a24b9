from __future__ import annotations

import json
from pathlib import Path

import pytest

from visualnn.errors import InputError
from visualnn.ui.settings import Preferences, Settings, home, read, write


def test_that_settings_live_in_the_home_that_is_named(home: Path):
    from visualnn.ui import settings

    assert settings.home() == home


def test_that_without_a_name_the_platform_decides(monkeypatch):
    monkeypatch.delenv("VISUALNN_HOME")
    assert home().name == "visualnn"


def test_that_preferences_come_back_as_they_were_written(tmp_path: Path):
    wanted = Preferences(theme="dark", reduced_motion=True, last_folder="/data", export_scale=4)
    write(wanted, tmp_path / "deep" / "preferences.json")
    assert read(tmp_path / "deep" / "preferences.json") == wanted


def test_that_writing_leaves_no_other_file_behind(tmp_path: Path):
    write(Preferences(), tmp_path / "preferences.json")
    assert [file.name for file in tmp_path.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "null", '{"theme": }'])
def test_that_a_broken_file_counts_as_none(tmp_path: Path, text: str):
    (tmp_path / "p.json").write_text(text)
    assert read(tmp_path / "p.json") == Preferences()


def test_that_a_missing_file_gives_the_defaults(tmp_path: Path):
    assert read(tmp_path / "none.json") == Preferences()


@pytest.mark.parametrize(
    "broken",
    [
        {"theme": "purple"},
        {"theme": ["dark"]},
        {"reduced_motion": "yes"},
        {"export_scale": 99},
        {"export_scale": True},
        {"last_folder": 3},
        {"from_the_future": 1},
    ],
)
def test_that_a_broken_value_falls_back_and_the_others_stay(tmp_path: Path, broken: dict):
    (tmp_path / "p.json").write_text(json.dumps({"export_format": "svg", **broken}))
    assert read(tmp_path / "p.json") == Preferences(export_format="svg")


def test_that_an_edit_is_written_at_once_and_told(tmp_path: Path, qtbot):
    settings = Settings(tmp_path)
    with qtbot.waitSignal(settings.changed):
        settings.edit(theme="dark")
    assert Settings(tmp_path).preferences.theme == "dark"


def test_that_an_illegal_edit_changes_nothing(tmp_path: Path, qtbot):
    settings = Settings(tmp_path)
    with pytest.raises(InputError, match=r"Preferences\.theme is 'purple'"):
        settings.edit(theme="purple")
    assert settings.preferences == Preferences()
    assert not (tmp_path / "preferences.json").exists()


def test_that_window_state_is_an_ini_file_in_the_same_folder(tmp_path: Path, qtbot):
    settings = Settings(tmp_path)
    settings.window.setValue("size", 7)
    settings.window.sync()
    assert "size=7" in (tmp_path / "window.ini").read_text()
