"""Institutions with their names, identifiers, relations and boilerplates; the documents things are read from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.LONGTEXT(), "mysql", "mariadb")
INSTANT = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "crm_document",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("charset", sa.String(40), nullable=True),
        sa.Column("text", LONG_TEXT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_document")),
        sa.UniqueConstraint("sha256", name=op.f("uq_crm_document_sha256")),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_document_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "crm_institution",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "university",
                "research",
                "school",
                "hospital",
                "government",
                "territory",
                "company",
                "association",
                "agency",
                "facility",
                "other",
                name=op.f("ck_crm_institution_kind"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("country", sa.String(2), nullable=True),
        sa.Column("website", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_institution")),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_institution_uid")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "crm_institution_name",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.String(320), nullable=False),
        sa.Column("language", sa.String(35), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "official",
                "short",
                "acronym",
                "alias",
                "former",
                name=op.f("ck_crm_institution_name_kind"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_institution_name")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_institution_name_institution_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_institution_name_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_institution_name_institution_id"), "crm_institution_name", ["institution_id"])
    op.create_index(op.f("ix_crm_institution_name_key"), "crm_institution_name", ["key"])
    op.create_table(
        "crm_institution_identifier",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column(
            "scheme",
            sa.Enum(
                "ror",
                "isni",
                "orcid",
                "siren",
                "siret",
                "wikidata",
                "rnsr",
                name=op.f("ck_crm_institution_identifier_scheme"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_institution_identifier")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_institution_identifier_institution_id"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint("scheme", "value", name=op.f("uq_crm_institution_identifier_scheme_value")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_crm_institution_identifier_institution_id"), "crm_institution_identifier", ["institution_id"]
    )
    op.create_table(
        "crm_institution_relation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "part_of",
                "supervised_by",
                "successor_of",
                name=op.f("ck_crm_institution_relation_kind"),
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("related_id", ROW_ID, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_institution_relation")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_institution_relation_institution_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["related_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_institution_relation_related_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("institution_id <> related_id", name=op.f("ck_crm_institution_relation_not_itself")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_institution_relation_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_crm_institution_relation_institution_id_kind"), "crm_institution_relation", ["institution_id", "kind"]
    )
    op.create_index(
        op.f("ix_crm_institution_relation_related_id_kind"), "crm_institution_relation", ["related_id", "kind"]
    )
    op.create_table(
        "crm_boilerplate",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column("language", sa.String(35), nullable=True),
        sa.Column("text", LONG_TEXT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_boilerplate")),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_boilerplate_institution_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_boilerplate_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_crm_boilerplate_institution_id_language"), "crm_boilerplate", ["institution_id", "language"]
    )


def downgrade() -> None:
    op.drop_table("crm_boilerplate")
    op.drop_table("crm_institution_relation")
    op.drop_table("crm_institution_identifier")
    op.drop_table("crm_institution_name")
    op.drop_table("crm_institution")
    op.drop_table("crm_document")
