"""Contacts are away and stood in for, staff desks and are usual; what is handed over and published keeps its steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    op.create_table(
        "crm_absence",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=True),
        sa.Column("stand_in_id", ROW_ID, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_absence")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_absence_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["crm_institution.id"], name=op.f("fk_crm_absence_institution_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["crm_contact.id"], name=op.f("fk_crm_absence_stand_in_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_absence_uid")),
        sa.CheckConstraint("stand_in_id <> contact_id", name=op.f("ck_crm_absence_not_itself")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_absence_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_absence_contact_id_starts_on"), "crm_absence", ["contact_id", "starts_on"])
    op.create_index(op.f("ix_crm_absence_institution_id"), "crm_absence", ["institution_id"])
    op.create_index(op.f("ix_crm_absence_stand_in_id"), "crm_absence", ["stand_in_id"])
    op.create_table(
        "crm_staffing",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("desk_id", ROW_ID, nullable=False),
        sa.Column("person_id", ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_staffing")),
        sa.ForeignKeyConstraint(
            ["desk_id"], ["crm_contact.id"], name=op.f("fk_crm_staffing_desk_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["crm_contact.id"], name=op.f("fk_crm_staffing_person_id"), ondelete="CASCADE"
        ),
        sa.CheckConstraint("person_id <> desk_id", name=op.f("ck_crm_staffing_not_itself")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_staffing_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_staffing_desk_id_position"), "crm_staffing", ["desk_id", "position"])
    op.create_index(op.f("ix_crm_staffing_person_id"), "crm_staffing", ["person_id"])
    op.create_table(
        "crm_usual_contact",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=False),
        sa.Column("contact_id", ROW_ID, nullable=False),
        sa.Column(
            "role",
            _choice(
                "crm_usual_contact", "role", "press", "regional_press", "scientific", "spokesperson", "agency", "other"
            ),
            nullable=False,
        ),
        sa.Column("territory", sa.String(100), nullable=True),
        sa.Column("territory_key", sa.String(320), nullable=True),
        sa.Column("topic", sa.String(100), nullable=True),
        sa.Column("topic_key", sa.String(320), nullable=True),
        sa.Column("language", sa.String(35), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_usual_contact")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["crm_contact.id"], name=op.f("fk_crm_usual_contact_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"],
            ["crm_institution.id"],
            name=op.f("fk_crm_usual_contact_institution_id"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_crm_usual_contact_period")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_usual_contact_contact_id"), "crm_usual_contact", ["contact_id"])
    op.create_index(
        op.f("ix_crm_usual_contact_institution_id_position"), "crm_usual_contact", ["institution_id", "position"]
    )
    op.create_table(
        "crm_handover",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("uid", sa.Uuid(), nullable=False),
        sa.Column("from_contact_id", ROW_ID, nullable=False),
        sa.Column("to_contact_id", ROW_ID, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("institution_id", ROW_ID, nullable=True),
        sa.Column("done_at", INSTANT, nullable=False),
        sa.Column("done_by", sa.String(200), nullable=True),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.Column("undone_by", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_handover")),
        sa.ForeignKeyConstraint(
            ["from_contact_id"], ["crm_contact.id"], name=op.f("fk_crm_handover_from_contact_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["crm_institution.id"], name=op.f("fk_crm_handover_institution_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["to_contact_id"], ["crm_contact.id"], name=op.f("fk_crm_handover_to_contact_id"), ondelete="RESTRICT"
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_crm_handover_uid")),
        sa.CheckConstraint("from_contact_id <> to_contact_id", name=op.f("ck_crm_handover_not_itself")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_handover_from_contact_id"), "crm_handover", ["from_contact_id"])
    op.create_index(op.f("ix_crm_handover_institution_id"), "crm_handover", ["institution_id"])
    op.create_index(op.f("ix_crm_handover_to_contact_id"), "crm_handover", ["to_contact_id"])
    op.create_table(
        "crm_handover_item",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("handover_id", ROW_ID, nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("ended_id", ROW_ID, nullable=False),
        sa.Column("successor_id", ROW_ID, nullable=True),
        sa.Column("ended_on_before", sa.Date(), nullable=True),
        sa.Column("standing_in_for_id", ROW_ID, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_handover_item")),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["crm_handover.id"], name=op.f("fk_crm_handover_item_handover_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_crm_handover_item_handover_id"), "crm_handover_item", ["handover_id"])
    op.create_index(op.f("ix_crm_handover_item_subject_ended_id"), "crm_handover_item", ["subject", "ended_id"])
    op.create_index(op.f("ix_crm_handover_item_subject_successor_id"), "crm_handover_item", ["subject", "successor_id"])
    op.create_table(
        "crm_status_step",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("communique_id", ROW_ID, nullable=False),
        sa.Column(
            "status_before",
            _choice("crm_status_step", "status_before", "draft", "embargoed", "published", "corrected", "withdrawn"),
            nullable=False,
        ),
        sa.Column(
            "status_after",
            _choice("crm_status_step", "status_after", "draft", "embargoed", "published", "corrected", "withdrawn"),
            nullable=False,
        ),
        sa.Column("stepped_at", INSTANT, nullable=False),
        sa.Column("stepped_by", sa.String(200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crm_status_step")),
        sa.ForeignKeyConstraint(
            ["communique_id"], ["crm_communique.id"], name=op.f("fk_crm_status_step_communique_id"), ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_crm_status_step_communique_id_stepped_at"), "crm_status_step", ["communique_id", "stepped_at"]
    )


def downgrade() -> None:
    op.drop_table("crm_status_step")
    op.drop_table("crm_handover_item")
    op.drop_table("crm_handover")
    op.drop_table("crm_usual_contact")
    op.drop_table("crm_staffing")
    op.drop_table("crm_absence")


def _choice(table: str, name: str, *values: str) -> sa.Enum:
    rule = op.f(f"ck_{table}_{name}")
    return sa.Enum(*values, name=rule, native_enum=False, create_constraint=True, length=24)
