"""Several networks or contestants at once: populations, bands of seeds, rivals, the race."""
