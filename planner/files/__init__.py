"""The plan file (``*.rollout``): reading, writing, its schema, and one migration for each step of its format."""
