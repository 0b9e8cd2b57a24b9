"""What happens to the session and the run when the engine cannot do what is wished."""

from dataclasses import replace

from visualnn.data.point_edits import PointEdit
from visualnn.experiment.spec import Experiment
from visualnn.ui.engine import ProcessPort


def table(tmp_path, name="own.csv"):
    file = tmp_path / name
    file.write_text("a,b,c\n" + "".join(f"{i},{i % 7},{i % 2}\n" for i in range(60)))
    return file


def edit(window, text="edit", **names):
    document = window.session.document
    window.session.propose(document.edited(experiment=document.experiment.edited(**names)), text)


def settled(window, qtbot):
    qtbot.waitUntil(lambda: window.engine.idle, timeout=20_000)


def test_that_a_reset_that_fails_takes_no_step_of_undo_back(window, qtbot, tmp_path):
    file = table(tmp_path)
    edit(window, lr=0.2)
    window.desk.open_file(file)
    settled(window, qtbot)
    document = window.session.document
    file.unlink()
    window.laboratory.reset()
    qtbot.waitUntil(lambda: "own.csv" in window.messages.text, timeout=20_000)
    assert window.session.document == document
    window.laboratory.step("step")
    qtbot.waitUntil(lambda: window.laboratory.frame.step == 1, timeout=20_000)


def test_that_an_undo_back_to_a_table_that_is_gone_is_refused_and_loses_nothing(
    window, qtbot, tmp_path
):
    file = table(tmp_path)
    first = window.session.document
    window.desk.open_file(file)
    edit(window, data="spiral")
    settled(window, qtbot)
    document = window.session.document
    file.unlink()
    window.session.undo_stack.undo()
    qtbot.waitUntil(lambda: "own.csv" in window.messages.text, timeout=20_000)
    assert window.session.document == document
    window.session.undo_stack.undo()
    window.session.undo_stack.undo()
    settled(window, qtbot)
    assert window.session.document == first


def test_that_a_first_file_that_is_refused_is_tried_again_by_train(make_window, qtbot, tmp_path):
    window = make_window()
    file = tmp_path / "own.csv"
    experiment = Experiment(data=str(file))
    document = window.session.document.edited(experiment=experiment)
    other = type(window)(document, window.settings, window.themes, ProcessPort)
    other.furnish()
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: "own.csv" in other.messages.text, timeout=20_000)
    assert other.session.document == document
    table(tmp_path)
    other.laboratory.toggle()
    qtbot.waitUntil(
        lambda: other.laboratory.frame and other.laboratory.frame.step > 1, timeout=20_000
    )
    other.close()


def test_that_undo_and_redo_while_it_trains_go_on_with_the_run(window, qtbot):
    window.laboratory.toggle()
    qtbot.waitUntil(lambda: window.laboratory.frame.step > 3, timeout=20_000)
    generation = window.laboratory.frame.generation
    edit(window, lr=0.2)
    for move, rate in (
        (window.session.undo_stack.undo, 0.03),
        (window.session.undo_stack.redo, 0.2),
    ):
        move()
        qtbot.waitUntil(
            lambda rate=rate: window.laboratory.frame.learning_rate == rate, timeout=20_000
        )
    assert window.laboratory.frame.generation == generation
    assert window.laboratory.running


def test_that_the_window_closes_while_the_engine_is_busy(make_window, qtbot, tmp_path):
    window = make_window(port=ProcessPort)
    window.set_speed("max")
    window.laboratory.toggle()
    for noise in range(20):
        edit(window, noise=noise / 50)
    process = window.engine.port.process
    window.close()
    assert not process.is_alive()


def test_that_the_paths_of_a_race_follow_a_slider_while_it_is_dragged(make_window, qtbot):
    window = make_window(port=ProcessPort)
    window.show_workspace("landscape")
    settled(window, qtbot)
    rate, shown = window.landscape.panel.rows[0].rate, []
    window.engine.errands.raced.connect(shown.append)
    for step in range(40):
        rate.edited.emit(0.001 + step * 1e-5)
        with qtbot.waitSignal(window.engine._timer.timeout):
            pass
    settled(window, qtbot)
    assert len(shown) > 3
    start = window.session.document.race.start
    assert tuple(shown[-1].paths[0, 0]) == start


def test_that_a_live_edit_that_is_refused_is_taken_back_and_said(make_window, qtbot):
    window = make_window(Experiment(samples=60, hidden=(4,), batch=8, normalization="batch"))
    document = window.session.document
    data = document.experiment.data  # 36 training samples: 5 more leave a batch of one
    points = tuple(PointEdit("add", x=(0.0, 0.1 * k), y=1) for k in range(5))
    edit(window, data=replace(data, edits=points))
    qtbot.waitUntil(lambda: "two samples or more" in window.messages.text, timeout=20_000)
    assert window.session.document == document
    assert window.engine.experiment == document.experiment
    edit(window, data=replace(data, edits=points[:2]))
    qtbot.waitUntil(lambda: len(window.laboratory.scene.points) == 62, timeout=20_000)


def test_that_points_edited_before_the_first_step_are_scored_anew(window, qtbot):
    first = window.laboratory.frame.history["train_loss"][0]
    data = window.session.document.experiment.data
    edit(window, data=replace(data, edits=(PointEdit("add", x=(0.0, 0.0), y=1),)))
    settled(window, qtbot)
    frame = window.laboratory.frame
    assert (frame.step, frame.history_from) == (0, 0)
    assert frame.history["train_loss"][0] != first
