from types import SimpleNamespace

from visualnn.ui.engine.keepsake import EVERY, Keepsake


def memory(steps):
    return SimpleNamespace(losses=range(steps))


def test_that_a_running_training_is_remembered_every_so_many_frames():
    keepsake = Keepsake()
    for step in range(EVERY):
        assert not keepsake.is_due(running=True)
        keepsake.take(step, None)
    assert keepsake.is_due(running=True)
    keepsake.take(EVERY, memory(EVERY))
    assert not keepsake.is_due(running=True)


def test_that_a_long_run_is_remembered_less_often():
    keepsake = Keepsake()
    keepsake.take(0, memory(10_000 * EVERY * 3))
    for step in range(EVERY * 3):
        assert not keepsake.is_due(running=True)
        keepsake.take(step, None)
    assert keepsake.is_due(running=True)


def test_that_a_paused_training_is_remembered_once():
    keepsake = Keepsake()
    assert not keepsake.is_due(running=False)
    keepsake.take(7, None)
    assert keepsake.is_due(running=False)
    keepsake.take(7, memory(7))
    assert not keepsake.is_due(running=False)
