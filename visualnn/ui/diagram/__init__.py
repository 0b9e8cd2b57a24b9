"""The parts that the network diagram is painted from."""
