from visualnn.ui.backprop.stage_runner import StageRunner


def test_that_stages_are_stepped_forth_and_back_and_end_where_they_end():
    runner = StageRunner()
    runner.set_steps(3)
    seen = []
    runner.moved.connect(seen.append)
    for unit in ("step", "step", "back", "epoch", "step", "back"):
        runner.step(unit)
    assert seen == [1, 2, 1, 3, 2]


def test_that_there_is_nothing_before_the_first_stage():
    runner = StageRunner()
    runner.set_steps(3)
    runner.step("back")
    assert runner.step_now == 0
