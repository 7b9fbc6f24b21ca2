"""Which figures are wrong, and what they should be.

All relations of a document, those that hold and those that fail, are one system over figures with intervals. ``around``
gathers the part of it near what fails, ``search`` finds the fewest figures whose change makes everything hold (``ties`` and
``solve`` are its arithmetic, ``slips`` its sense of what is likely), ``diagnose`` puts each repair to the judge again, and ``telling``
makes one finding of each wrong figure. Where repairs tie, none is asserted. ``joint`` looks for contradictions among relations that hold,
and for blanks of one value.
"""
