"""One file per output: JSON, the terminal, and the cut-outs of tables that they show."""
