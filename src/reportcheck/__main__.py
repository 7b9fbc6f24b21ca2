"""``python -m reportcheck``."""

from reportcheck.cli import main

main(prog_name="reportcheck")
