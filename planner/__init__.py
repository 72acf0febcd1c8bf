"""What a rollout and its funding are: plain Python, without Qt, without a solver, without a clock."""
