"""Reading values, ours beside the plain libraries in one run: ratios, not promises.

python benchmarks/values.py
"""

from __future__ import annotations

import values_emails
import values_names
import values_phones


def main() -> None:
    print("telephone numbers")
    values_phones.main(20_000)
    print("e-mail addresses")
    values_emails.main()
    print("names of persons")
    values_names.main()


if __name__ == "__main__":
    main()
