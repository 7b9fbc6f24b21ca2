"""The dossier form checked by frictionless, the relations of a row told by hand: `python dossier_frictionless.py FILE`."""

import sys
from pathlib import Path

from frictionless import Checklist, Dialect, Resource, Schema, checks, fields
from frictionless.formats import ExcelControl

COUNTS = [
    "received", "online", "in_person", "carried_over", "settled", "early", "on_time", "late",
    "pending", "pending_in_time", "pending_overdue",
]  # fmt: skip
FORMULAS = [
    "received == online + in_person + carried_over",
    "settled == early + on_time + late",
    "pending == pending_in_time + pending_overdue",
    "received == settled + pending",
]


def check(path: str) -> int:
    """How many relations fail; the row of totals is not among them, a constraint sees one row."""
    schema = Schema(fields=[fields.StringField(name="field"), *(fields.IntegerField(name=n) for n in COUNTS)])
    dialect = Dialect(header=False, comment_rows=[1, 2, 3, 4], controls=[ExcelControl(sheet=1)])
    place = Path(path)  # an absolute path is refused
    resource = Resource(path=place.name, basepath=str(place.parent), schema=schema, dialect=dialect)
    report = resource.validate(Checklist(checks=[checks.row_constraint(formula=f) for f in FORMULAS]))
    return int(report.stats["errors"])


if __name__ == "__main__":
    sys.exit(check(sys.argv[1]) > 0)
