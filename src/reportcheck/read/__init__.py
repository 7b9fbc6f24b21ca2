"""Readers: the bytes of one file in, the grids of its sheets out."""
