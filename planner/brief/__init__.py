"""The negotiation brief: internal, with all three ledgers apart. Nothing that leaves the house imports it."""
