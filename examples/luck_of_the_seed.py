"""Train one experiment from eight first weights at once: how much of a result is luck."""

import visualnn as vnn

experiment = vnn.Experiment(data="spiral", hidden=(8, 8), epochs=60, noise=0.2)
many = vnn.train_many(experiment, seeds=range(8))

accuracy = many.history["val_accuracy"][:, -1]
print(
    f"validation accuracy of {len(many.seeds)} networks: "
    f"from {accuracy.min():.1%} over {accuracy.mean():.1%} to {accuracy.max():.1%}"
)
