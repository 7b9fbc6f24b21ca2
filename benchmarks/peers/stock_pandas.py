"""A table of no known form checked by a pandas script, its sums told by hand: `python stock_pandas.py FILE`."""

import sys

import pandas as pd

f = pd.read_excel(sys.argv[1], engine="calamine", header=None, skiprows=4)
failing = int((f.iloc[:, 1:11].sum(axis=1) != f.iloc[:, 11]).sum())
failing += int((f.iloc[:-1, 1:].sum() != f.iloc[-1, 1:]).sum())
sys.exit(failing > 0)
