"""What the machine is: figures of speed and memory mean little without it."""

import platform
from pathlib import Path

import numpy as np

_PROCESSOR = Path("/proc/cpuinfo")
_MEMORY = Path("/proc/meminfo")
_OWN = Path("/proc/self/status")


def describe() -> str:
    """Processor, NumPy and its vector extensions, in one sentence."""
    found = np.show_config(mode="dicts")["SIMD Extensions"].get("found", [])
    wide = any(name == "X86_V4" or name.startswith("AVX512") for name in found)
    return (
        f"{_processor()}, {'with' if wide else 'without'} AVX-512 (NumPy's extensions: {', '.join(found) or 'none'}); "
        f"Python {platform.python_version()}, NumPy {np.__version__}; one core."
    )


def free_memory() -> int | None:
    """Bytes a process may still take; None where the system does not say."""
    return _kilobytes(_MEMORY, "MemAvailable")


def peak_memory() -> int | None:
    """The most bytes this process has had in memory at once; None where the system does not say.

    Not from `getrusage`: there a process begins with the peak of the one that started it.
    """
    return _kilobytes(_OWN, "VmHWM")


def _processor() -> str:
    if _PROCESSOR.exists():
        for line in _PROCESSOR.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _kilobytes(path: Path, name: str) -> int | None:
    if path.exists():
        for line in path.read_text("utf-8").splitlines():
            if line.startswith(f"{name}:"):
                return 1024 * int(line.split()[1])
    return None
