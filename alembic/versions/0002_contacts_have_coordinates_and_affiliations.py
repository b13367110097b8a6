"""Press contacts, their addresses and numbers in order, and whom they work for and when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "crm_contact",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "person", "desk", name=op.f("ck_crm_contact_kind"), native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("printed_name", sa.String(200), nullable=True),
        sa.Column("title", sa.String(200), nullable=True),
        sa.Column("given_name", sa.String(200), nullable=True),
        sa.Column("family_name", sa.String(200), nullable=True),
        sa.Column("name_suffix", sa.String(200), nullable=True),
        sa.Column("name_key", sa.String(320), nullable=True),
        sa.Column("language", sa.String(35), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_contact")),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_contact_uid")),
        sa.CheckConstraint("(printed_name IS NULL) = (name_key IS NULL)", name=op.f("ck_crm_contact_name_has_key")),
        sa.CheckConstraint("kind = 'desk' OR printed_name IS NOT NULL", name=op.f("ck_crm_contact_person_has_name")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_contact_name_key"), "crm_contact", ["name_key"])
    op.create_table(
        "crm_affiliation",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_affiliation")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_affiliation_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_affiliation_institution_id"),
            ondelete="RESTRICT",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_affiliation_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_affiliation_contact_id"), "crm_affiliation", ["contact_id"])
    op.create_index(op.f("ix_crm_affiliation_institution_id"), "crm_affiliation", ["institution_id"])
    op.create_table(
        "crm_contact_email",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("address", sa.String(320), nullable=True),
        sa.Column("address_key", sa.String(320), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column("affiliation_id", ROW_ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(64), nullable=True),
        sa.Column("label", sa.String(40), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_contact_email")),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["crm_affiliation.id"],
            name=op.f("fk_crm_contact_email_affiliation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_contact_email_contact_id"), ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "(address IS NULL) = (address_key IS NULL)", name=op.f("ck_crm_contact_email_address_has_key")
        ),
        sa.CheckConstraint(
            "(address IS NULL) = (error_code IS NOT NULL)", name=op.f("ck_crm_contact_email_read_or_refused")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_contact_email_address_key"), "crm_contact_email", ["address_key"])
    op.create_index(op.f("ix_crm_contact_email_affiliation_id"), "crm_contact_email", ["affiliation_id"])
    op.create_index(op.f("ix_crm_contact_email_contact_id_position"), "crm_contact_email", ["contact_id", "position"])
    op.create_table(
        "crm_contact_phone",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("e164", sa.String(16), nullable=True),
        sa.Column("extension", sa.String(11), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column("affiliation_id", ROW_ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(64), nullable=True),
        sa.Column("label", sa.String(40), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_contact_phone")),
        sa.ForeignKeyConstraint(
            ["affiliation_id"],
            ["crm_affiliation.id"],
            name=op.f("fk_crm_contact_phone_affiliation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_contact_phone_contact_id"), ondelete="CASCADE"
        ),
        sa.CheckConstraint(
            "extension IS NULL OR e164 IS NOT NULL", name=op.f("ck_crm_contact_phone_extension_of_number")
        ),
        sa.CheckConstraint(
            "(e164 IS NULL) = (error_code IS NOT NULL)", name=op.f("ck_crm_contact_phone_read_or_refused")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_contact_phone_affiliation_id"), "crm_contact_phone", ["affiliation_id"])
    op.create_index(op.f("ix_crm_contact_phone_contact_id_position"), "crm_contact_phone", ["contact_id", "position"])
    op.create_index(op.f("ix_crm_contact_phone_e164"), "crm_contact_phone", ["e164"])


def downgrade() -> None:
    op.drop_table("crm_contact_phone")
    op.drop_table("crm_contact_email")
    op.drop_table("crm_affiliation")
    op.drop_table("crm_contact")
