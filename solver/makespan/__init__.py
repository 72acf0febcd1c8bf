"""Pure scheduling: the shortest makespan of an instance, money left aside."""
