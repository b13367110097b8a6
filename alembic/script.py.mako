"""${message[:1].upper()}${message[1:]}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = "${up_revision}"
down_revision = ${'"%s"' % down_revision if down_revision else None}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Go to this revision, keeping the data."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back to the revision before, keeping the data."""
    ${downgrades if downgrades else "pass"}
