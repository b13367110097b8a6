"""Changes say to whom belonged what was changed: so that it is found by an index, among however many changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEX = "ix_crm_change_former_contact_id"
FILL = {
    "sqlite": """UPDATE crm_change SET former_contact_id = json_extract(before, '$.contact_id')
WHERE instr(before, '"contact_id": ') > 0""",
    "postgresql": """UPDATE crm_change SET former_contact_id = CAST(CAST(before AS json) ->> 'contact_id' AS bigint)
WHERE strpos(before, '"contact_id": ') > 0""",
}
"""As the history writes it down; within a text the quotes are escaped."""


def upgrade() -> None:
    op.add_column("crm_change", sa.Column("former_contact_id", ROW_ID, nullable=True))
    fill = FILL.get(op.get_context().dialect.name)
    if fill is not None:
        op.execute(fill)
    op.create_index(op.f(INDEX), "crm_change", ["former_contact_id"])


def downgrade() -> None:
    """Nothing is lost: whose it was is said among what was changed, too."""
    op.drop_index(op.f(INDEX), "crm_change")
    op.drop_column("crm_change", "former_contact_id")
