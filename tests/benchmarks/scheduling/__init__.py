"""Pure scheduling measured: public instances, read into the form that the solver takes, side by side with PyJobShop."""
