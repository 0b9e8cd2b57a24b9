"""Contract tests: every data set is tested the moment it is entered."""

import numpy as np
import pytest

from visualnn import assets
from visualnn.data import DATASETS, read_csv
from visualnn.data.csv_file import read_table

KEYS = tuple(DATASETS)
GENERATED = tuple(key for key in KEYS if DATASETS[key].generated)
TABLES = ("iris", "wine", "breast_cancer", "diabetes", "digits")
CLASSES_2D = ("moons", "circle", "xor", "gaussians", "spiral", "blobs")


def make(key, samples=200, noise=0.1, seed=0):
    return DATASETS[key].make(samples, noise, np.random.default_rng(seed))


@pytest.mark.parametrize("key", KEYS)
def test_that_the_same_seed_draws_the_same_bytes(key):
    first, second = make(key), make(key)
    assert first.x.tobytes() == second.x.tobytes()
    assert first.y.tobytes() == second.y.tobytes()


@pytest.mark.parametrize("key", GENERATED)
def test_that_another_seed_draws_other_points(key):
    assert make(key, seed=0).x.tobytes() != make(key, seed=1).x.tobytes()


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("samples", [10, 333])
def test_that_shapes_and_types_are_as_declared(key, samples):
    dataset, drawn = DATASETS[key], make(key, samples)
    rows = dataset.size if dataset.size is not None else samples
    assert drawn.x.shape == (rows, len(dataset.features))
    assert drawn.y.shape == (rows,)
    assert drawn.x.dtype == np.float64
    assert drawn.y.dtype == (np.int64 if dataset.classes else np.float64)
    assert (drawn.features, drawn.target) == (dataset.features, dataset.target)
    assert (drawn.classes, drawn.task) == (dataset.classes, dataset.task)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("noise", [0.0, 0.1, 1.0])
def test_that_all_numbers_are_finite_and_all_classes_present(key, noise):
    drawn = make(key, noise=noise)
    assert np.isfinite(drawn.x).all()
    assert np.isfinite(drawn.y).all()
    if drawn.classes:
        assert set(drawn.y.tolist()) == set(range(len(drawn.classes)))


@pytest.mark.parametrize("key", KEYS)
def test_that_a_data_set_names_its_title_and_source(key):
    dataset = DATASETS[key]
    assert dataset.key == key
    assert dataset.title
    assert dataset.source
    assert dataset.generated == (dataset.size is None)


@pytest.mark.parametrize("key", CLASSES_2D)
def test_that_the_classes_of_a_pattern_are_balanced(key):
    counts = np.bincount(make(key, samples=301).y)
    assert counts.max() - counts.min() <= 1


@pytest.mark.parametrize("key", CLASSES_2D)
def test_that_more_noise_moves_the_points_by_more(key):
    clean, little, much = (make(key, noise=noise) for noise in (0.0, 0.1, 1.0))
    near, far = (np.abs(noisy.x - clean.x).mean() for noisy in (little, much))
    assert 0.05 < near < 0.6
    assert far == pytest.approx(10 * near)


@pytest.mark.parametrize("key", [*CLASSES_2D, "pass"])
def test_that_a_pattern_with_little_noise_is_learnable_and_with_full_noise_is_not(key):
    """The nearest neighbors' vote bounds what any network can reach."""

    def score(noise):
        known, asked = make(key, 2000, noise, seed=1), make(key, 500, noise, seed=2)
        apart = ((asked.x[:, None] - known.x) ** 2).sum(axis=2)
        votes = known.y[np.argsort(apart, axis=1)[:, :15]]
        winner = np.array([np.bincount(row).argmax() for row in votes])
        return (winner == asked.y).mean()

    assert score(0.1) > (0.94 if key == "pass" else 0.97)
    assert score(1.0) < 0.8


def test_that_the_class_passing_set_asks_for_a_student_who_passes():
    drawn = make("pass", 2000, 0.0)
    assert drawn.query.tolist() == [4.0, 5.0]
    assert drawn.x.min() >= 0
    assert set(np.unique(drawn.x[:, 0])) == {0, 1, 2, 3, 4, 5}
    better = (drawn.x <= drawn.query).all(axis=1) & (drawn.y == 1)
    assert better.any()
    assert 0.4 < drawn.y.mean() < 0.6


@pytest.mark.parametrize(
    ("key", "outputs"), [("and", "0001"), ("or", "0111"), ("xor_gate", "0110")]
)
def test_that_a_gate_gives_its_truth_table(key, outputs):
    drawn = make(key)
    assert DATASETS[key].whole
    assert drawn.x.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert "".join(drawn.classes[label] for label in drawn.y) == outputs


@pytest.mark.parametrize(
    ("key", "formula"),
    [
        ("line", lambda x: 0.5 * x[:, 0] + 1),
        ("sine", lambda x: np.sin(x[:, 0])),
        ("x_sin_x", lambda x: x[:, 0] * np.sin(x[:, 0])),
        ("plane", lambda x: (x[:, 0] + x[:, 1]) / 10),
    ],
)
def test_that_a_regression_without_noise_is_its_formula(key, formula):
    drawn = make(key, noise=0.0)
    assert drawn.task == "regression"
    np.testing.assert_allclose(drawn.y, formula(drawn.x), atol=1e-12)


@pytest.mark.parametrize("key", TABLES)
def test_that_a_table_is_read_as_it_is_declared(key):
    dataset, path = DATASETS[key], assets.path(f"datasets/{key}.csv")
    samples = read_csv(path)
    assert samples.x.shape == (dataset.size, len(dataset.features))
    assert (samples.features, samples.target) == (dataset.features, dataset.target)
    assert samples.classes == dataset.classes
    assert read_table(path).notes == ()


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        ("iris", [50, 50, 50]),
        ("wine", [59, 71, 48]),
        ("breast_cancer", [357, 212]),
        ("digits", [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]),
    ],
)
def test_that_a_table_has_the_published_class_counts(key, counts):
    assert np.bincount(make(key).y).tolist() == counts


def test_that_the_tables_hold_the_published_values():
    iris, diabetes, digits = make("iris"), make("diabetes"), make("digits")
    np.testing.assert_allclose(
        iris.x.mean(axis=0), [5.843333, 3.057333, 3.758, 1.199333], atol=1e-6
    )
    assert diabetes.x[0].tolist() == [59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87]
    assert diabetes.y.mean() == pytest.approx(152.13348, abs=1e-5)
    assert (digits.x.min(), digits.x.max()) == (0, 16)


def test_that_changing_a_drawn_table_leaves_the_next_one_alone():
    make("iris").x[:] = 0
    assert make("iris").x.min() > 0


def test_that_the_question_of_the_first_lecture_comes_first():
    assert KEYS[0] == "pass"
