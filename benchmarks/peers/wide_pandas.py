"""A large table checked by a pandas script, its sum told by hand: `python wide_pandas.py FILE` (xlsx or csv)."""

import sys

import pandas as pd

f = pd.read_csv(sys.argv[1]) if sys.argv[1].endswith(".csv") else pd.read_excel(sys.argv[1], engine="calamine")
failing = int((f.iloc[:, 2:].sum(axis=1) != f.iloc[:, 1]).sum())
sys.exit(failing > 0)
