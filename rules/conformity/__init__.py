"""Rules of the family: conformity."""
