"""Write out the chain rule of one weight: in the worked example, and in a trained network."""

import visualnn as vnn
from visualnn.experiment.explain import (
    Names,
    Notation,
    OfExample,
    OfSample,
    chain,
    chain_text,
    check_gradient,
    explain,
    products_of_all,
)

example = explain(OfExample("two-layer"))
names = Names(example)
for name in ("w5", "w1"):
    print(chain_text(chain(example, names.find(name)), names))
check = check_gradient(example, names.find("w5"))
print(f"central difference of w5 {check.numeric:.8f}, relative error {check.error:.0e}")

run = vnn.train(vnn.Experiment(data="moons", hidden=(3, 3), epochs=20))
network = explain(OfSample(0), run.training)
names = Names(network, Notation(vectors="column", decimals=4))
print(chain_text(chain(network, names.find("w(1)11")), names))
count = products_of_all(network)
print(f"{count.by_paths} products path by path, {count.reused} with δ reused")
