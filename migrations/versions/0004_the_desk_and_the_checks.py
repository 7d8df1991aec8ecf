"""the desk and the checks"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_sample",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("stalls", sa.Integer(), nullable=False),
        sa.Column("digits", sa.Text(), nullable=False),
        sa.Column("heads_hash", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("drawn_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.Column("drawn_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_check_sample_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_check_sample")),
        sa.UniqueConstraint(
            "organisation_id",
            "edition_id",
            "session_number",
            name=op.f("uq_check_sample_organisation_id_edition_id_session_number"),
        ),
    )
    op.create_table(
        "stall_check",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("found_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_stall_check_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_stall_check_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stall_check")),
    )
    with op.batch_alter_table("stall_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stall_check_organisation_id_edition_id_session_number"),
            ["organisation_id", "edition_id", "session_number"],
            unique=False,
        )

    op.create_table(
        "estimate",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_by_name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("decided_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.Column("ledger_entry_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_estimate_amount_positive")),
        sa.CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name=op.f("ck_estimate_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_estimate_organisation_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_estimate_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_estimate_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ledger_entry_id"],
            ["ledger_entry.organisation_id", "ledger_entry.id"],
            name=op.f("fk_estimate_organisation_id_ledger_entry_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_estimate")),
    )
    with op.batch_alter_table("estimate", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_estimate_organisation_id_edition_id_exhibitor_id"),
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=False,
        )

    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kept_by", sa.String(length=20), nullable=False, server_default="phone"))
        batch_op.add_column(sa.Column("unsent", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("unsent_since", fairapp.models.base.Instant(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("release", sa.String(length=80), nullable=False, server_default=""))
        batch_op.create_index(
            "uq_device_exhibitor_id_desk",
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=True,
            sqlite_where=sa.text("kept_by = 'desk'"),
            postgresql_where=sa.text("kept_by = 'desk'"),
        )
        batch_op.create_index(
            "uq_device_gate_id_desk",
            ["organisation_id", "edition_id", "gate_id"],
            unique=True,
            sqlite_where=sa.text("kept_by = 'desk'"),
            postgresql_where=sa.text("kept_by = 'desk'"),
        )

    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_entry_ref_id_settled",
            ["organisation_id", "ref_id"],
            unique=False,
            sqlite_where=sa.text("kind = 'settlement'"),
            postgresql_where=sa.text("kind = 'settlement'"),
        )

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tolerance_percent", sa.Integer(), nullable=False, server_default="2"))
        batch_op.add_column(sa.Column("tolerance_units", sa.Integer(), nullable=False, server_default="20"))
        batch_op.add_column(sa.Column("check_percent", sa.Integer(), nullable=False, server_default="10"))

    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("estimated_minor", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("takings", schema=None) as batch_op:
        batch_op.drop_column("estimated_minor")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("check_percent")
        batch_op.drop_column("tolerance_units")
        batch_op.drop_column("tolerance_percent")

    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_ledger_entry_ref_id_settled",
            sqlite_where=sa.text("kind = 'settlement'"),
            postgresql_where=sa.text("kind = 'settlement'"),
        )

    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_device_gate_id_desk",
            sqlite_where=sa.text("kept_by = 'desk'"),
            postgresql_where=sa.text("kept_by = 'desk'"),
        )
        batch_op.drop_index(
            "uq_device_exhibitor_id_desk",
            sqlite_where=sa.text("kept_by = 'desk'"),
            postgresql_where=sa.text("kept_by = 'desk'"),
        )
        batch_op.drop_column("release")
        batch_op.drop_column("unsent_since")
        batch_op.drop_column("unsent")
        batch_op.drop_column("kept_by")

    with op.batch_alter_table("estimate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_estimate_organisation_id_edition_id_exhibitor_id"))

    op.drop_table("estimate")
    with op.batch_alter_table("stall_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stall_check_organisation_id_edition_id_session_number"))

    op.drop_table("stall_check")
    op.drop_table("check_sample")
