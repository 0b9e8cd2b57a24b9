"""The loss of a network over planes through its parameters: planes, scans, projected runs."""
