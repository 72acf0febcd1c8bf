"""The work: phases, who delivers them, how they depend on each other, and the days they may take."""
