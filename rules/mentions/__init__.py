"""Rules of the family: mentions."""
