"""Report forms, one a file: how to recognise the form, what it measures, what ties its figures.

A form is plain data (``FORM``); ``model()`` makes its pandera model and is the only part that imports pandera.
"""
