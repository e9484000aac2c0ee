"""Off the path: makes the model that `extract` loads. Needs the `train` extra (torch)."""
