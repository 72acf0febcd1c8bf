"""The parts of the window beside the timeline; none imports another."""
