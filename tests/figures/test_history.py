"""The history grows row by row, without gaps."""

import numpy as np

from visualnn.figures.history import History


def rows(start: int, stop: int) -> dict[str, np.ndarray]:
    epochs = np.arange(start, stop, dtype=float)
    return {"train_loss": epochs, "val_loss": 10 * epochs}


def test_that_rows_in_pieces_are_the_rows_in_one():
    history = History()
    for start, stop in ((0, 1), (1, 300), (300, 301), (301, 2000)):
        assert history.take(rows(start, stop), start)
    assert history.rows == 2000
    np.testing.assert_array_equal(history["val_loss"], 10 * np.arange(2000.0))


def test_that_rows_after_a_gap_are_left_out():
    history = History()
    history.take(rows(0, 3), 0)
    assert not history.take(rows(5, 8), 5)
    assert history.rows == 3


def test_that_known_rows_are_replaced_and_later_ones_forgotten():
    history = History()
    history.take(rows(0, 10), 0)
    history.take({"train_loss": np.array([-1.0]), "val_loss": np.array([-2.0])}, 4)
    assert history.rows == 5
    assert history["train_loss"].tolist() == [0.0, 1.0, 2.0, 3.0, -1.0]


def test_that_no_rows_are_nothing_new():
    assert not History().take({"train_loss": np.zeros(0)}, 0)


def test_that_an_unknown_column_is_empty():
    assert History()["val_r2"].size == 0


def test_that_whole_columns_are_looked_at_and_not_copied():
    log, views = History(), (History(), History())
    log.take(rows(0, 1000), 0)
    for view in views:
        assert view.take(log.columns, 0)
        assert np.shares_memory(view["val_loss"], log["val_loss"])
        assert not view.take(log.columns, 0)
    log.take(rows(1000, 1010), 1000)
    assert view.rows == 1000
    assert view.take(log.columns, 0)
    np.testing.assert_array_equal(view["val_loss"], 10 * np.arange(1010.0))


def test_that_rows_after_columns_that_were_looked_at_leave_those_as_they_are():
    whole = rows(0, 5)
    history = History()
    history.take(rows(0, 1000), 0)
    history.take(whole, 0)
    history.take({name: np.full(3, -1.0) for name in whole}, 2)
    assert history["train_loss"].tolist() == [0.0, 1.0, -1.0, -1.0, -1.0]
    np.testing.assert_array_equal(whole["train_loss"], np.arange(5.0))


def test_that_the_last_row_of_whole_columns_is_news_where_it_is_another():
    history = History()
    history.take({"train_loss": np.array([1.0]), "val_loss": np.array([np.nan])}, 0)
    assert not history.take({"train_loss": np.array([1.0]), "val_loss": np.array([np.nan])}, 0)
    assert history.take({"train_loss": np.array([2.0]), "val_loss": np.array([np.nan])}, 0)


def test_that_a_long_history_is_never_moved_and_a_longer_one_keeps_its_rows(monkeypatch):
    history = History()
    history.take(rows(0, 1), 0)
    history.take(rows(1, 2), 1)
    place = history["train_loss"].ctypes.data
    history.take(rows(2, 20_000), 2)
    assert history["train_loss"].ctypes.data == place
    monkeypatch.setattr("visualnn.figures.history.ROOM", 4)
    short = History()
    for row in range(50):
        short.take(rows(row, row + 1), row)
    assert short["train_loss"].tolist() == list(range(50))


def test_that_a_column_that_comes_late_has_gaps_before():
    history = History()
    history.take(rows(0, 3), 0)
    history.take({"test_loss": np.array([7.0])}, 3)
    np.testing.assert_array_equal(history["test_loss"], [np.nan] * 3 + [7.0])


def test_that_a_long_history_can_go_on_from_its_beginning():
    history = History()
    history.take(rows(0, 1000), 0)
    history.take({name: np.full(1, -1.0) for name in rows(0, 1)}, 2)
    assert history["train_loss"].tolist() == [0.0, 1.0, -1.0]
