"""The ``crm`` command, which needs the extra ``cli``."""

from __future__ import annotations

import sys

from crm.errors import MissingExtra

__all__ = ["main"]


def main() -> None:
    """Run the command line; without its libraries say which extra brings them."""
    try:
        from crm.cli import run
    except ModuleNotFoundError as missing:
        if missing.name not in {"click", "rich"}:
            raise
        sys.stderr.write(f"crm: {MissingExtra('cli', missing.name)}\n")
        raise SystemExit(2) from None
    run()


if __name__ == "__main__":
    main()
