"""What slips cost: the rollout simulated many times over, and schedules that stand more of them."""
