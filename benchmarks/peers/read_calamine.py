"""The bare read of a workbook: `python read_calamine.py FILE`."""

import sys

from python_calamine import load_workbook

book = load_workbook(sys.argv[1])
sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
