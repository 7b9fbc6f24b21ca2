"""The dossier form checked by a pandas script, every relation told by hand: `python dossier_pandas.py FILE`."""

import sys

import pandas as pd

COUNTS = [
    "received", "online", "in_person", "carried_over", "settled", "early", "on_time", "late",
    "pending", "pending_in_time", "pending_overdue",
]  # fmt: skip


def check(path: str) -> int:
    """How many relations fail."""
    f = pd.read_excel(path, engine="calamine", header=None, skiprows=4, names=["field", *COUNTS])
    failing = int((f["received"] != f["online"] + f["in_person"] + f["carried_over"]).sum())
    failing += int((f["settled"] != f["early"] + f["on_time"] + f["late"]).sum())
    failing += int((f["pending"] != f["pending_in_time"] + f["pending_overdue"]).sum())
    failing += int((f["received"] != f["settled"] + f["pending"]).sum())
    return failing + int((f[COUNTS].iloc[:-1].sum() != f[COUNTS].iloc[-1]).sum())


if __name__ == "__main__":
    sys.exit(check(sys.argv[1]) > 0)
