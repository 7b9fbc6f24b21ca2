"""The version, in one place; read here by the build and by the program without looking up its installation."""

__version__ = "0.1.0"
