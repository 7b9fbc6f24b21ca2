"""Which figures are wrong, and what they should be."""
