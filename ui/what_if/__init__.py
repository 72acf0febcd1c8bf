"""What if: scenarios beside the plan, and what more funding costs. Everything here is internal."""
