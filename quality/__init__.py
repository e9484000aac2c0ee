"""How good the coding is: the project's own test set, floors for its figures, and the gate."""
