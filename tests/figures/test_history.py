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
