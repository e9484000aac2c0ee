"""Documents in, claims out: by the trained network (`model`), or by word rules (`rules`)."""
