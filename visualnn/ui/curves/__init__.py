"""The scores by epoch: what is read of them, drawn and said."""
