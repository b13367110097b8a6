"""What the alembic command runs, in a checkout and from the installed wheel."""

from crm._environment import run

run()
