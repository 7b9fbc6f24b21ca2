"""Rules of the family: rates."""
