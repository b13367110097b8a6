"""Read communiqués in every form they come in, and say what each holds and where it stands.

python examples/06_read_anything.py [FILE...]      (those in examples/communiques)
"""

import sys
from pathlib import Path

import crm

FOLDER = Path(__file__).parent / "communiques"


def main(*names: str) -> None:
    for path in map(Path, names) if names else sorted(FOLDER.iterdir()):
        try:
            reading = crm.read(path)
        except crm.CrmError as error:
            print(f"{path.name}: not read: {error} [{error.code}]")
            continue
        print(f"{path.name}: {reading.title or '(no title)'}, {reading.date.value if reading.date else 'undated'}")
        for contact in reading.contacts:
            line = contact.lines[0]
            where = ", ".join(filter(None, (reading.locate(line), f"line {line}")))
            print(f"    {contact.name or 'press desk'}", *contact.emails, *contact.phones, f"({where})")


if __name__ == "__main__":
    main(*sys.argv[1:])
