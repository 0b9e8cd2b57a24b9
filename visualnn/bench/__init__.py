"""The speeds that VisualNN promises, measured beside PyTorch where that is installed."""
