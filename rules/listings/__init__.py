"""Rules of the family: listings."""
