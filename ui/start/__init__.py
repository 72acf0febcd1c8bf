"""What is shown while no rollout is open: recent files, templates, and the ways to begin."""
