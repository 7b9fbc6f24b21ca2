"""Rules of the family: shares."""
