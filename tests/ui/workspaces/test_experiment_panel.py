from dataclasses import fields, replace

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.ui.actions import make_actions
from visualnn.ui.workspaces.experiment_panel import ExperimentPanel, columns_of, shortened


@pytest.fixture
def panel(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    panel = ExperimentPanel(Experiment(), make_actions(window), window)
    panel.proposals = []

    def take(experiment, text, key):
        panel.proposals.append((experiment, text, key))
        panel.show_experiment(experiment)

    panel.proposed.connect(take)
    yield panel
    assert window  # it owns the panel


def row(panel, branch, name):
    return panel.findChild(QWidget, f"form_{branch}").rows[name]


def test_that_what_is_said_of_drawn_points_always_speaks_of_as_many(panel):
    canvas = PointEdit("clear"), *(PointEdit("add", x=(k, k), y=k % 2) for k in range(3))
    experiment = Experiment(data="moons", batch=10)
    plan = resolve(experiment.edited(data=replace(experiment.data, edits=canvas)))
    for count in (3, 4, 12, 1):
        puts = tuple(PointEdit("add", x=(k, -k), y=k % 2) for k in range(count))
        data = replace(experiment.data, edits=(PointEdit("clear"), *puts))
        scene = plan.edited(experiment.edited(data=data)).scene()
        panel.show_scene(scene)
        said = [panel.findChild(QLabel, name).text() for name in ("shares", "notes", "iterations")]
        assert said[0] == f"{count} to train, 0 to validate, 0 to test"
        whole = {1: "holds the only training sample", 12: ""}
        assert whole.get(count, f"holds all {count} training samples") in said[1]
        assert ("full-batch" in said[1]) is (count <= 10)
        assert ("the only sample" if count == 1 else str(count)) in said[2]


def test_that_a_larger_training_share_takes_from_the_validation_share(panel):
    row(panel, "data", "train").edited.emit(0.9)
    data = panel.proposals[-1][0].data
    assert (data.train, data.validation) == (0.9, 0.1)


def test_that_a_larger_validation_share_takes_from_the_training_share(panel):
    row(panel, "data", "validation").edited.emit(0.7)
    data = panel.proposals[-1][0].data
    assert data.validation == 0.7
    assert data.train + data.validation == pytest.approx(1)


def test_that_a_share_that_fits_leaves_the_other_alone(panel):
    row(panel, "data", "train").edited.emit(0.5)
    assert panel.proposals[-1][0].data.validation == 0.2


def test_that_noise_is_offered_for_generated_data_only(panel):
    panel.show_experiment(Experiment(data="iris"))
    assert row(panel, "data", "noise").isHidden()
    panel.show_experiment(Experiment(data="spiral"))
    assert not row(panel, "data", "noise").isHidden()


def test_that_another_method_keeps_what_both_have_and_shows_its_own(panel):
    row(panel, "optimizer", "lr").edited.emit(0.5)
    panel.findChild(QWidget, "method").edited.emit("momentum")
    optimizer = panel.proposals[-1][0].optimizer
    assert (optimizer.key, optimizer.lr) == ("momentum", 0.5)
    shown = {name for form in panel.findChildren(QWidget, "form_optimizer") for name in form.rows}
    assert shown == {field.name for field in fields(optimizer)}


def test_that_an_edit_of_one_setting_leaves_the_others(panel):
    row(panel, "regularization", "l2").edited.emit(0.25)
    row(panel, "stopping", "patience").edited.emit(7)
    experiment, text, key = panel.proposals[-1]
    assert (experiment.regularization.l2, experiment.stopping.patience) == (0.25, 7)
    assert (text, key) == ("Patience", "stopping.patience")


def test_that_each_change_of_the_layers_is_a_step_of_undo_of_its_own(panel, qtbot):
    with qtbot.waitSignal(panel.sealed):
        panel.findChild(QWidget, "more_layers").click()
    assert len(panel.proposals[-1][0].network.hidden) == 3


def test_that_a_value_that_cannot_be_had_is_refused_and_the_control_goes_back(panel, qtbot):
    with qtbot.waitSignal(panel.refused) as caught:
        row(panel, "regularization", "l2").edited.emit(5.0)
    assert "l2" in caught.args[0]
    assert not panel.proposals
    assert row(panel, "regularization", "l2").value == 0


def own_table(tmp_path, text):
    file = tmp_path / "own.csv"
    file.write_text(text)
    return Experiment(data=str(file))


def test_that_the_columns_of_ones_own_table_can_be_the_target(panel, tmp_path):
    rows = "".join(f"{i % 7},{'red' if i % 2 else 'blue'},{i % 3}\n" for i in range(60))
    experiment = own_table(tmp_path, "size,color,kind\n" + rows)
    scene = resolve(experiment).scene()
    assert columns_of(scene) == ("size", "color", "kind")
    panel.show_experiment(experiment)
    panel.show_scene(scene)
    target = panel.findChild(QWidget, "target")
    assert target.value == "kind"
    target.edited.emit("color")
    assert resolve(panel.proposals[-1][0]).scene().classes == ("blue", "red")


def test_that_a_table_of_two_columns_can_be_turned_round(panel, tmp_path):
    experiment = own_table(tmp_path, "x,y\n" + "".join(f"{i / 10},{i / 5}\n" for i in range(60)))
    scene = resolve(experiment).scene()
    panel.show_experiment(experiment)
    panel.show_scene(scene)
    panel.findChild(QWidget, "target").edited.emit("x")
    assert resolve(panel.proposals[-1][0]).scene().features == ("y",)


def test_that_what_was_adjusted_is_said(panel, tmp_path):
    scene = resolve(Experiment(standardize=False)).scene()
    panel.show_scene(scene)
    assert "not standardized" in panel.findChild(QLabel, "notes").text()
    assert "180 to train, 60 to validate, 60 to test" in panel.findChild(QLabel, "shares").text()


def test_that_a_long_name_keeps_its_beginning_and_its_end():
    assert shortened("short.csv") == "short.csv"
    text = shortened("a" * 200 + ".csv")
    assert len(text) < 50
    assert text.startswith("aaa")
    assert text.endswith(".csv")


@pytest.mark.parametrize(
    ("batch", "text"),
    [
        (32, "⌈60 / 32⌉ = 2 iterations per epoch, the last of 28"),
        (20, "⌈60 / 20⌉ = 3 iterations per epoch"),
        (100, "1 iteration per epoch, of all 60 samples"),
    ],
)
def test_that_the_iterations_of_an_epoch_are_said_beside_the_batch_size(panel, batch, text):
    panel.show_scene(resolve(Experiment(samples=100, batch=batch)).scene())
    assert panel.findChild(QLabel, "iterations").text() == text


def test_that_a_real_table_names_its_source_and_licence(panel):
    row = panel.findChild(QWidget, "data_set")
    row.set_value("iris")
    assert "R. A. Fisher 1936" in row.toolTip()
    assert "CC BY 4.0" in row.toolTip()


@pytest.mark.parametrize(
    ("data", "loss", "output"),
    [
        ("moons", "−y·ln a − (1 − y)·ln(1 − a)", "1 / (1 + e⁻ᶻ)"),
        ("iris", "−Σ yᵢ·ln aᵢ", "e^zᵢ / Σⱼ e^zⱼ"),
        ("sine", "(1/k)·Σ (a − y)²", "g(z) = z"),
    ],
)
def test_that_auto_says_the_formula_of_what_it_stands_for(panel, data, loss, output):
    experiment = Experiment(data=data)
    panel.show_experiment(experiment)
    panel.show_scene(resolve(experiment).scene())
    shown = panel.findChild(QWidget, "row_loss").toolTip()
    assert loss in shown.replace("\u00a0", " ")
    assert output in row(panel, "network", "output").toolTip().replace("\u00a0", " ")


def formulas(widget):
    return [label.text() for label in widget.findChildren(QLabel, "formula_caption")]


def test_that_the_formula_of_each_choice_stands_below_its_list(panel):
    assert formulas(panel.findChild(QWidget, "method")) == ["θ ← θ − η·m̂ / (√v̂ + ε)"]
    assert formulas(panel.findChild(QWidget, "layers")) == ["g(z) = tanh z"]
    assert formulas(row(panel, "network", "init")) == ["U(−r, r), r = √(6 / (nᵢₙ + nₒᵤₜ))"]
    assert formulas(panel.findChild(QWidget, "normalization")) == [""]


def test_that_another_choice_shows_its_own_formula(panel):
    panel.show_experiment(Experiment(optimizer="momentum", hidden=(4, 4), activation="relu"))
    assert formulas(panel.findChild(QWidget, "method")) == ["v ← β·v + g\nθ ← θ − η·v"]
    assert formulas(panel.findChild(QWidget, "layers")) == ["g(z) = max(0, z)"]


def test_that_a_spiral_after_another_set_is_drawn_with_a_noise_of_its_own(panel):
    panel.show_experiment(Experiment(data="pass", noise=0.3))
    panel.findChild(QWidget, "data_grid").chosen.emit("spiral")
    data = panel.proposals[-1][0].data
    assert (data.name, data.noise) == ("spiral", 0.1)


def test_that_noise_set_by_hand_stays_with_another_set(panel):
    row(panel, "data", "noise").edited.emit(0.25)
    panel.findChild(QWidget, "data_grid").chosen.emit("spiral")
    assert panel.proposals[-1][0].data.noise == 0.25
