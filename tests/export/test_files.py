"""Files appear whole or not at all."""

import os

import pytest

from visualnn.errors import InputError
from visualnn.export import files


def test_that_text_is_written_as_utf_8(tmp_path):
    files.write_file(tmp_path / "a.txt", "λ")
    assert (tmp_path / "a.txt").read_bytes() == "λ".encode()


def test_that_a_failure_keeps_the_old_file_and_leaves_nothing_behind(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", fail)
    with pytest.raises(InputError, match=r"a\.txt: no space left on device; make room"):
        files.write_file(tmp_path / "a.txt", "new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a.txt": "old"}


def test_that_a_file_is_as_readable_as_any_other(tmp_path):
    (tmp_path / "other").write_text("")
    files.write_file(tmp_path / "mine", "")
    assert (tmp_path / "mine").stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize("name", ["gone/a.txt", "folder", "x" * 300])
def test_that_a_place_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="Cannot write"):
        files.write_file(tmp_path / name, "new")


def test_that_a_folder_is_made_with_its_parents(tmp_path):
    assert files.make_folder(tmp_path / "a" / "b").is_dir()


@pytest.mark.parametrize("name", ["file", "file/under"])
def test_that_a_file_is_no_folder(tmp_path, name):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        files.make_folder(tmp_path / name)


def test_that_an_unknown_ending_is_named_with_the_known_ones(tmp_path):
    with pytest.raises(InputError, match=r"a\.pdf.*\.png, \.svg"):
        files.check_ending("a.pdf", (".png", ".svg"))


def test_that_a_target_needs_its_folder(tmp_path):
    assert files.check_target(tmp_path / "a.png", (".png",)) == tmp_path / "a.png"
    with pytest.raises(InputError, match=r"there is no folder .*gone; make it first"):
        files.check_target(tmp_path / "gone" / "a.png", (".png",))
