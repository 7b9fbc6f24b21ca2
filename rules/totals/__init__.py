"""Rules of the family: totals."""
