"""The parts of the tensors' view: its words and its picture."""
