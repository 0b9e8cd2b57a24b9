"""The tree of specs, and the short names that reach into it."""

import pickle

import pytest

from visualnn.errors import InputError
from visualnn.experiment.spec import (
    BRANCHES,
    DEFAULT_LEARNING_RATE,
    LEAVES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    is_live_edit,
)
from visualnn.nn.optim import OPTIMIZERS, SGD, Adam, Momentum
from visualnn.specs import specs_of


def test_that_short_names_reach_into_the_tree():
    experiment = Experiment(
        data="iris",
        hidden=(8, 4),
        activation="relu",
        optimizer="momentum",
        lr=0.1,
        beta=0.5,
        l2=0.1,
    )
    assert experiment.data == DataSpec("iris")
    assert experiment.network.hidden == (LayerSpec(8, "relu"), LayerSpec(4, "relu"))
    assert experiment.optimizer == Momentum(lr=0.1, beta=0.5)
    assert experiment.regularization.l2 == 0.1


def another(name):
    """Return a legal value of a leaf that is not its default."""
    branch, leaf = LEAVES[name]
    now = getattr(getattr(Experiment(), branch), leaf)
    spec = specs_of(BRANCHES[branch]).get(leaf)
    if leaf == "inputs":
        return ("sin_x2",)
    if spec is None:
        return ("y",) if isinstance(now, tuple) else "y"
    match spec.kind:
        case "flag":
            return not now
        case "choice":
            return next(key for key in spec.options() if key != now)
        case "integer":
            return now + 1
        case _:
            return now + 0.015625


OF_LAYERS = ("hidden", "activation", "normalization")


@pytest.mark.parametrize("name", [name for name in LEAVES if name not in OF_LAYERS])
def test_that_a_short_name_reaches_its_leaf(name):
    branch, leaf = LEAVES[name]
    value = another(name)
    assert getattr(getattr(Experiment(**{name: value}), branch), leaf) == value
    assert getattr(getattr(Experiment(), branch), leaf) != value


def test_that_no_hidden_layer_is_a_network():
    assert Experiment(hidden=()).network.hidden == ()


def test_that_each_layer_may_have_its_own_activation():
    layers = Experiment(hidden=(3, 3), activation=("relu", "tanh")).network.hidden
    assert [layer.activation for layer in layers] == ["relu", "tanh"]


def test_that_one_normalization_is_for_all_layers_and_several_are_one_each():
    layers = Experiment(normalization="batch").network.hidden
    assert [layer.normalization for layer in layers] == ["batch", "batch"]
    layers = Experiment(normalization=("layer", "none")).network.hidden
    assert [layer.normalization for layer in layers] == ["layer", "none"]


def test_that_new_sizes_keep_the_activation_in_use():
    experiment = Experiment(hidden=(3,), activation="relu").edited(hidden=(5, 5))
    assert {layer.activation for layer in experiment.network.hidden} == {"relu"}


def test_that_equal_experiments_are_equal_and_hash_alike():
    assert Experiment(lr=0.1) == Experiment(optimizer=Adam(lr=0.1))
    assert len({Experiment(), Experiment(), Experiment(seed=1)}) == 2
    assert pickle.loads(pickle.dumps(Experiment(lr=0.2))) == Experiment(lr=0.2)


def test_that_an_edit_leaves_the_original_alone():
    first = Experiment()
    second = first.edited(lr=0.5, hidden=(2,), seed=9)
    assert first == Experiment()
    assert (second.optimizer.lr, len(second.network.hidden), second.seed) == (0.5, 1, 9)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"learning_rate": 0.1}, "Unknown setting 'learning_rate'"),
        ({"epoch": 3}, "did you mean 'epochs'?"),
        ({"data": "moon"}, "did you mean 'moons'?"),
        ({"data": 5}, "data is 5"),
        ({"data": ""}, "write a data set's name or a CSV file's path"),
        ({"target": 5}, "write a column's name"),
        ({"optimizer": "adm"}, "did you mean 'adam'?"),
        ({"loss": "msee"}, "did you mean 'mse'?"),
        ({"optimizer": 3}, "optimizer is 3"),
        ({"optimizer": "sgd", "beta": 0.5}, "SGD has no 'beta'"),
        ({"lr": 0.0}, "Adam.lr is 0: choose a value from"),
        ({"lr": "fast"}, "Adam.lr is 'fast': write a number"),
        ({"hidden": (0,)}, "LayerSpec.units is 0: choose a value from 1 to 256"),
        ({"hidden": (2.5,)}, "LayerSpec.units is 2.5: write a whole number"),
        ({"hidden": 8}, "hidden is 8: write a list of layer sizes"),
        ({"hidden": None}, "hidden is None: write a list of layer sizes"),
        ({"hidden": "8,8"}, "write a list of layer sizes"),
        ({"hidden": (4,) * 7}, "use at most 6 hidden layers"),
        ({"hidden": (4, 4), "activation": ("relu",)}, "1 activations for 2 hidden layers"),
        ({"activation": "rely"}, "did you mean 'relu'?"),
        ({"loss": "mes"}, "Experiment.loss is 'mes'"),
        ({"init": "xavier"}, "NetworkSpec.init"),
        ({"batch": 0}, "Experiment.batch is 0"),
        ({"train": 0.8, "validation": 0.3}, "add up to more than 1"),
        ({"seed": -1}, "Experiment.seed is -1"),
    ],
)
def test_that_a_wrong_setting_is_refused_in_one_sentence(names, words):
    with pytest.raises(InputError) as refusal:
        Experiment(**names)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_that_a_network_is_made_of_layers():
    with pytest.raises(InputError, match="write a tuple of LayerSpec"):
        NetworkSpec(hidden=(8, 8))


@pytest.mark.parametrize(
    ("edit", "live"),
    [
        ({"lr": 0.5}, True),
        ({"beta1": 0.5, "l1": 0.1, "patience": 3, "epochs": 7, "restore_best": False}, True),
        ({"batch": 8}, False),
        ({"lr": 0.5, "seed": 4}, False),
        ({"optimizer": "sgd"}, False),
        ({"hidden": (8, 9)}, False),
        ({"data": "circle"}, False),
        ({"noise": 0.2}, False),
    ],
)
def test_that_only_live_fields_may_change_while_training_goes_on(edit, live):
    assert is_live_edit(Experiment(), Experiment().edited(**edit)) is live


def test_that_another_optimizer_with_equal_settings_is_no_live_edit():
    assert not is_live_edit(Experiment(optimizer=SGD()), Experiment(optimizer=Momentum()))


@pytest.mark.parametrize("cls", [DataSpec, LayerSpec, NetworkSpec, Experiment])
def test_that_every_field_explains_its_idea(cls):
    assert all(spec.label and spec.idea.endswith(".") for spec in specs_of(cls).values())


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_that_an_optimizer_by_name_has_the_usual_rate_unless_it_finds_its_own(key):
    rate = Experiment(optimizer=key).optimizer.lr
    assert rate == (1.0 if key == "adadelta" else DEFAULT_LEARNING_RATE)
    assert Experiment(optimizer=key, lr=0.5).optimizer.lr == 0.5
