"""Race three optimizers down one network's own loss, from the same first weights."""

import visualnn as vnn

experiment = vnn.Experiment(data="moons", hidden=(8, 8), epochs=60)
raced = vnn.race_on_network(experiment)
paths = vnn.paths_on_plane(raced, vnn.Survey(plane="pca"))

for row, contestant in enumerate(raced.contestants):
    u, v = paths.coordinates[-1, row]
    print(
        f"{contestant.name:10} loss {raced.losses[-1, row]:.4f} at ({u:.2f}, {v:.2f}), "
        f"{paths.distances[-1, row]:.2f} off the plane, whose map says "
        f"{paths.slice_losses[-1, row]:.4f}"
    )
