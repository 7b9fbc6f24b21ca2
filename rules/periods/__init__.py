"""Rules of the family: periods."""
