"""Lists are imported in runs whose rows are all counted, and every change is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from alembic.operations import BatchOperations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
INSTANT = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")
RULE = "ck_crm_provenance_import_has_run"
HAS_RUN = "(origin = 'import') = (run_id IS NOT NULL)"
KEY = "fk_crm_provenance_run_id"


def upgrade() -> None:
    op.create_table(
        "crm_import_run",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("status", _choice("crm_import_run", "status", "running", "finished", "undone"), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("rows_created", sa.Integer(), nullable=False),
        sa.Column("rows_updated", sa.Integer(), nullable=False),
        sa.Column("rows_unchanged", sa.Integer(), nullable=False),
        sa.Column("rows_rejected", sa.Integer(), nullable=False),
        sa.Column("rows_blank", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("started_by", sa.String(200), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_import_run")),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_import_run_uid")),
        sa.CheckConstraint(
            "rows_read = rows_created + rows_updated + rows_unchanged + rows_rejected + rows_blank",
            name=op.f("ck_crm_import_run_law_of_rows"),
        ),
        sa.CheckConstraint("(status = 'running') = (finished_at IS NULL)", name=op.f("ck_crm_import_run_finished")),
        sa.CheckConstraint("(status = 'undone') = (undone_at IS NOT NULL)", name=op.f("ck_crm_import_run_undone")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_import_run_sha256"), "crm_import_run", ["sha256"])
    op.create_table(
        "crm_import_finding",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("run_id", ROW_ID, nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("line_number", sa.Integer(), nullable=False),
        sa.Column("kind", _choice("crm_import_finding", "kind", "rejected", "conflict", "warning"), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=True),
        sa.Column("cells", LONG_TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_import_finding")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crm_import_run.id"], name=op.f("fk_crm_import_finding_run_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_import_finding_run_id_row_number"), "crm_import_finding", ["run_id", "row_number"])
    op.create_table(
        "crm_change",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=False),
        sa.Column("last_id", ROW_ID, nullable=False),
        sa.Column("action", _choice("crm_change", "action", "created", "updated", "deleted"), nullable=False),
        sa.Column("before", LONG_TEXT, nullable=True),
        sa.Column("after", LONG_TEXT, nullable=True),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.String(200), nullable=True),
        sa.Column("run_id", ROW_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_change")),
        sa.ForeignKeyConstraint(
            ["run_id"], ["crm_import_run.id"], name=op.f("fk_crm_change_run_id"), ondelete="RESTRICT"
        ),
        sa.CheckConstraint("last_id >= subject_id AND last_id < subject_id + 1000", name=op.f("ck_crm_change_range")),
        sa.CheckConstraint("action = 'created' OR last_id = subject_id", name=op.f("ck_crm_change_one_record")),
        sa.CheckConstraint("(action = 'created') = (before IS NULL)", name=op.f("ck_crm_change_before")),
        sa.CheckConstraint("(action = 'updated') = (after IS NOT NULL)", name=op.f("ck_crm_change_after")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_change_run_id"), "crm_change", ["run_id"])
    op.create_index(
        op.f("ix_crm_change_subject_last_id_subject_id"), "crm_change", ["subject", "last_id", "subject_id"]
    )
    _add_run()


def downgrade() -> None:
    """What was imported stays; that it was is forgotten with the runs: documents and edits are the known origins."""
    provenance = sa.table("crm_provenance", sa.column("origin", sa.String))
    op.execute(sa.delete(provenance).where(provenance.c.origin == op.inline_literal("import")))
    with _provenance(with_run=True) as table:
        table.drop_constraint(op.f(RULE), type_="check")
        table.drop_constraint(op.f(KEY), type_="foreignkey")
        table.drop_column("run_id")
    op.drop_table("crm_change")
    op.drop_table("crm_import_finding")
    op.drop_table("crm_import_run")


def _choice(table: str, name: str, *values: str) -> sa.Enum:
    rule = op.f(f"ck_{table}_{name}")
    return sa.Enum(*values, name=rule, native_enum=False, create_constraint=True, length=24)


def _add_run() -> None:
    """Give what came from an import its run."""
    with _provenance(with_run=False) as table:
        table.add_column(sa.Column("run_id", ROW_ID, nullable=True))
        table.create_foreign_key(op.f(KEY), "crm_import_run", ["run_id"], ["id"], ondelete="RESTRICT")
        table.create_check_constraint(op.f(RULE), HAS_RUN)


def _provenance(*, with_run: bool) -> AbstractContextManager[BatchOperations]:
    """Alter the table; SQLite makes it anew, from this description of it, because a script cannot look at it."""
    run = [
        sa.Column("run_id", ROW_ID, nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["crm_import_run.id"], name=op.f(KEY), ondelete="RESTRICT"),
        sa.CheckConstraint(HAS_RUN, name=op.f(RULE)),
    ]
    described = sa.Table(
        "crm_provenance",
        sa.MetaData(),
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=False),
        sa.Column("field", sa.String(40), nullable=True),
        sa.Column("origin", _choice("crm_provenance", "origin", "document", "import", "edit"), nullable=False),
        sa.Column("document_id", ROW_ID, nullable=True),
        sa.Column("first_line", sa.Integer(), nullable=True),
        sa.Column("last_line", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(200), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_provenance")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["crm_document.id"], name=op.f("fk_crm_provenance_document_id"), ondelete="RESTRICT"
        ),
        sa.Index(op.f("ix_crm_provenance_document_id"), "document_id"),
        sa.Index(op.f("ix_crm_provenance_subject_subject_id"), "subject", "subject_id"),
        *(run if with_run else []),
        sqlite_autoincrement=True,
    )
    return op.batch_alter_table("crm_provenance", copy_from=described)
