"""Communiqués, their issuers, who covers them, what was printed, and where every value came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
INSTANT = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "crm_communique",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("title_key", sa.String(320), nullable=True),
        sa.Column("subtitle", sa.Text(), nullable=True),
        sa.Column("language", sa.String(35), nullable=True),
        sa.Column("body", LONG_TEXT, nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "embargoed",
                "published",
                "corrected",
                "withdrawn",
                name=op.f("ck_crm_communique_status"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column(
            "date_kind",
            sa.Enum(
                "published",
                "event",
                name=op.f("ck_crm_communique_date_kind"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "date_precision",
            sa.Enum(
                "day",
                "month",
                "year",
                name=op.f("ck_crm_communique_date_precision"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("date_text", sa.Text(), nullable=True),
        sa.Column("date_assumed", sa.String(40), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=True),
        sa.Column("updated_text", sa.Text(), nullable=True),
        sa.Column("embargo_at", INSTANT, nullable=True),
        sa.Column("embargo_zone", sa.String(64), nullable=True),
        sa.Column("embargo_text", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("translation_group", sa.Uuid(), nullable=True),
        sa.Column("document_id", ROW_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_communique")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["crm_document.id"], name=op.f("fk_crm_communique_document_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_communique_uid")),
        sa.CheckConstraint(
            "(embargo_at IS NULL) = (embargo_zone IS NULL)", name=op.f("ck_crm_communique_embargo_complete")
        ),
        sa.CheckConstraint(
            "status <> 'embargoed' OR embargo_at IS NOT NULL", name=op.f("ck_crm_communique_embargoed_until")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_communique_dated_on"), "crm_communique", ["dated_on"])
    op.create_index(op.f("ix_crm_communique_document_id"), "crm_communique", ["document_id"])
    op.create_index(op.f("ix_crm_communique_title_key"), "crm_communique", ["title_key"])
    op.create_index(op.f("ix_crm_communique_translation_group"), "crm_communique", ["translation_group"])
    op.create_table(
        "crm_issuer",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("communique_id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "issuer",
                "partner",
                name=op.f("ck_crm_issuer_role"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("printed_name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_issuer")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["crm_communique.id"], name=op.f("fk_crm_issuer_communique_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["crm_institution.id"], name=op.f("fk_crm_issuer_institution_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("communique_id", "institution_id", name=op.f("uq_crm_issuer_communique_id_institution_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_issuer_institution_id"), "crm_issuer", ["institution_id"])
    op.create_table(
        "crm_coverage",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("communique_id", ROW_ID, nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "press",
                "regional_press",
                "scientific",
                "spokesperson",
                "agency",
                "other",
                name=op.f("ck_crm_coverage_role"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("standing_in_for_id", ROW_ID, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_coverage")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["crm_communique.id"], name=op.f("fk_crm_coverage_communique_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_coverage_contact_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["crm_institution.id"], name=op.f("fk_crm_coverage_institution_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["standing_in_for_id"],
            ["crm_contact.id"],
            name=op.f("fk_crm_coverage_standing_in_for_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_coverage_uid")),
        sa.CheckConstraint("standing_in_for_id <> contact_id", name=op.f("ck_crm_coverage_not_itself")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_coverage_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_coverage_communique_id_position"), "crm_coverage", ["communique_id", "position"])
    op.create_index(op.f("ix_crm_coverage_contact_id_communique_id"), "crm_coverage", ["contact_id", "communique_id"])
    op.create_index(op.f("ix_crm_coverage_institution_id"), "crm_coverage", ["institution_id"])
    op.create_index(op.f("ix_crm_coverage_standing_in_for_id"), "crm_coverage", ["standing_in_for_id"])
    op.create_table(
        "crm_coverage_snapshot",
        sa.Column("coverage_id", ROW_ID, nullable=False, autoincrement=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("coverage_id", name=op.f("pk_crm_coverage_snapshot")),
        sa.ForeignKeyConstraint(
            ["coverage_id"], ["crm_coverage.id"], name=op.f("fk_crm_coverage_snapshot_coverage_id"), ondelete="RESTRICT"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "crm_printed_coordinate",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("coverage_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "email",
                "phone",
                name=op.f("ck_crm_printed_coordinate_kind"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(320), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_printed_coordinate")),
        sa.ForeignKeyConstraint(
            ["coverage_id"],
            ["crm_coverage_snapshot.coverage_id"],
            name=op.f("fk_crm_printed_coordinate_coverage_id"),
            ondelete="RESTRICT",
        ),
        sa.UniqueConstraint(
            "coverage_id", "kind", "position", name=op.f("uq_crm_printed_coordinate_coverage_id_kind_position")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_printed_coordinate_kind_value"), "crm_printed_coordinate", ["kind", "value"])
    op.create_table(
        "crm_provenance",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=False),
        sa.Column("field", sa.String(40), nullable=True),
        sa.Column(
            "origin",
            sa.Enum(
                "document",
                "import",
                "edit",
                name=op.f("ck_crm_provenance_origin"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
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
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_provenance_document_id"), "crm_provenance", ["document_id"])
    op.create_index(op.f("ix_crm_provenance_subject_subject_id"), "crm_provenance", ["subject", "subject_id"])


def downgrade() -> None:
    op.drop_table("crm_provenance")
    op.drop_table("crm_printed_coordinate")
    op.drop_table("crm_coverage_snapshot")
    op.drop_table("crm_coverage")
    op.drop_table("crm_issuer")
    op.drop_table("crm_communique")
