"""One thread for everybody: read by the numerical libraries when they are first imported, so set before that."""

from __future__ import annotations

import os

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "JAX_PLATFORMS": "cpu",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
}


def one_thread() -> None:
    """Hold this process, and those it starts, to one thread of computation each."""
    os.environ.update(ONE_THREAD)
