"""Which figures are wrong, and what they should be.

All relations of a document, those that hold and those that fail, are one system over figures with intervals. ``around``
gathers the part of it near what fails, ``search`` finds the fewest figures whose change makes everything hold (``ties`` and
``solve`` are its arithmetic, ``slips`` its sense of what is likely), ``diagnose`` puts each repair to the judge again, and ``telling``
makes one finding of each wrong figure. Where repairs tie, none is asserted.
"""

from __future__ import annotations

from reportcheck.localise.diagnose import Case, Mend, diagnose
from reportcheck.localise.telling import credible, one_for_each

__all__ = ["Case", "Mend", "credible", "diagnose", "one_for_each"]
