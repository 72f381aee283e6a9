"""Freeze the checkout twice, and compare: the same files, and the same byte code in every module.

python3 packaging/check_repeatable.py
"""

import difflib
import sys

import bundle


def main() -> int:
    """Print what differs; 0 where nothing does."""
    first = bundle.contents(bundle.build())
    second = bundle.contents(bundle.build())
    differences = list(difflib.unified_diff(first, second, "first build", "second build", n=0, lineterm=""))
    print("\n".join(differences) or f"the same twice: {len(first):,} files and modules")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
