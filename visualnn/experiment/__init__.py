"""Experiments: what is asked for, the plan it resolves to, and the job that carries it out."""
