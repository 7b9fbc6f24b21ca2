"""What would change if a figure were another: the totals, shares, rates and sentences that rest on it.

``places`` finds the figures that a call names, ``web`` the relations that a figure is in, ``spread`` follows a change through
them; ``tell`` says it. Nothing is written.
"""

from __future__ import annotations

from reportcheck.what_if.places import Wanted, read_setting
from reportcheck.what_if.spread import Change, Consequences, Turn, what_if

__all__ = ["Change", "Consequences", "Turn", "Wanted", "read_setting", "what_if"]
