"""The Backprop workspace's drawing parts: formulas, the network of circles, the stage line."""
