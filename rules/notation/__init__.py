"""Rules of the family: notation."""
