"""The dossier form checked by a pandas and pandera script, every relation told by hand: `python dossier_pandera.py FILE`."""

import sys

import pandas as pd
import pandera.pandas as pa

COUNTS = [
    "received", "online", "in_person", "carried_over", "settled", "early", "on_time", "late",
    "pending", "pending_in_time", "pending_overdue",
]  # fmt: skip


def total_row(frame: pd.DataFrame) -> bool:
    return bool((frame[COUNTS].iloc[:-1].sum() == frame[COUNTS].iloc[-1]).all())


SCHEMA = pa.DataFrameSchema(
    {name: pa.Column(float, pa.Check.ge(0)) for name in COUNTS},
    checks=[
        pa.Check(lambda f: f["received"] == f["online"] + f["in_person"] + f["carried_over"]),
        pa.Check(lambda f: f["settled"] == f["early"] + f["on_time"] + f["late"]),
        pa.Check(lambda f: f["pending"] == f["pending_in_time"] + f["pending_overdue"]),
        pa.Check(lambda f: f["received"] == f["settled"] + f["pending"]),
        pa.Check(total_row),
    ],
    coerce=True,
)


def check(path: str) -> int:
    """How many failures there are."""
    frame = pd.read_excel(path, engine="calamine", header=None, skiprows=4, names=["field", *COUNTS])
    try:
        SCHEMA.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as errors:
        print(errors.failure_cases)
        return len(errors.failure_cases)
    return 0


if __name__ == "__main__":
    sys.exit(check(sys.argv[1]) > 0)
