"""What asks are worth: proven by solving the plan again in which one, or a few of them, are granted."""
