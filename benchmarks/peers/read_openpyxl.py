"""The read of a workbook by openpyxl in its sparing mode: `python read_openpyxl.py FILE`."""

import sys

from openpyxl import load_workbook

book = load_workbook(sys.argv[1], read_only=True, data_only=True)
sheets = [list(sheet.values) for sheet in book]
