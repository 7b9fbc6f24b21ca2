"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--packaging", action="store_true", help="also build and install the wheel, the sdist and the checkout"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Building needs the network and the build tools: only where asked for."""
    if not config.getoption("--packaging"):
        kept = [item for item in items if "packaging" not in item.nodeid.split("::")[0]]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept
