"""What the frozen program runs before all else: a process that nnviz starts beside itself goes its own way here.

Such a process is the same program again, started with other words. It wants NumPy and no window, and so has to turn off
before PyInstaller prepares Qt, which loads it.
"""

import multiprocessing

if __name__ == "__main__":
    multiprocessing.freeze_support()  # as PyInstaller has it, on every system; it does not come back there
