"""What the user sees: the command line and, as the only place that knows Qt, the window."""
