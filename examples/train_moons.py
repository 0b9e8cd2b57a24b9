"""Train a small network on two interleaved half circles and ask it about two points."""

import visualnn as vnn

experiment = vnn.Experiment(data="moons", hidden=(8, 8), optimizer="adam", lr=0.03, patience=30)
run = vnn.train(experiment)

lowest = run.history["val_loss"][run.best_epoch]
print(f"best epoch {run.best_epoch} of {run.epochs}, validation loss {lowest:.4f}")
print(f"test accuracy {run.scores['test_accuracy']:.1%}")

classes = run.plan.samples.classes
for point, (probability,) in zip([(-3, 2), (3, -2)], run.predict([(-3, 2), (3, -2)]), strict=True):
    print(f"{point}: {classes[1]} with probability {probability:.3f}")
