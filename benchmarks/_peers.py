"""The other packages: each is asked for by name, set to one thread, and may be missing."""

from __future__ import annotations

import importlib
import importlib.metadata
from functools import cache
from typing import Any

PACKAGES = ("numpy", "torch", "jax", "autograd", "casadi", "micrograd")


@cache
def torch() -> Any:
    """PyTorch, or None."""
    module = found("torch")
    if module is not None:
        module.set_num_threads(1)
        module.set_num_interop_threads(1)
    return module


@cache
def jax() -> Any:
    """JAX with float64, answering in the caller's thread, or None."""
    module = found("jax")
    if module is not None:
        module.config.update("jax_enable_x64", True)
        module.config.update("jax_cpu_enable_async_dispatch", False)
    return module


@cache
def found(name: str) -> Any:
    """A module, or None where its package is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        return None


def versions() -> dict[str, str]:
    """The installed versions of what is compared."""
    known = {}
    for name in PACKAGES:
        try:
            known[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            known[name] = "not installed"
    return known
