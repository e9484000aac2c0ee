"""sayso: news reports to a conflict record that can be audited."""
