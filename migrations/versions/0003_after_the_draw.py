"""after the draw: answers with a deadline, freed booths passed on, corrections, excuses, stand-bys"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_freeze",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("frozen_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.Uuid(), nullable=True),
        sa.Column("frozen_by_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("thawed_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("thawed_by", sa.Uuid(), nullable=True),
        sa.Column("thawed_by_name", sa.String(length=200), nullable=False),
        sa.Column("thawed_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_plan_freeze_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_plan_freeze")),
    )
    with op.batch_alter_table("plan_freeze", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_freeze_edition_id_current",
            ["organisation_id", "edition_id"],
            unique=True,
            sqlite_where=sa.text("thawed_at IS NULL"),
            postgresql_where=sa.text("thawed_at IS NULL"),
        )

    op.create_table(
        "reallocation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moves", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_reallocation_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_reallocation")),
    )
    with op.batch_alter_table("reallocation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reallocation_organisation_id_edition_id_made_at"),
            ["organisation_id", "edition_id", "made_at"],
            unique=False,
        )

    op.create_table(
        "excuse",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excused_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("excused_by", sa.Uuid(), nullable=True),
        sa.Column("excused_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_excuse_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_excuse_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["session.organisation_id", "session.id"],
            name=op.f("fk_excuse_organisation_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_excuse")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "exhibitor_id",
            name=op.f("uq_excuse_organisation_id_session_id_exhibitor_id"),
        ),
    )
    op.create_table(
        "fact_correction",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=True),
        sa.Column("corrected_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_fact_correction_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_fact_correction_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_fact_correction")),
    )
    with op.batch_alter_table("fact_correction", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fact_correction_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_fact_correction_organisation_id_edition_id"), ["organisation_id", "edition_id"], unique=False
        )

    op.create_table(
        "family_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_family_link_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_family_link_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_family_link")),
        sa.UniqueConstraint("organisation_id", "token_hash", name=op.f("uq_family_link_organisation_id_token_hash")),
    )
    with op.batch_alter_table("family_link", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_family_link_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_family_link_token_hash"), ["token_hash"], unique=False)

    op.create_table(
        "forfeit",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("sessions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("forfeited_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("forfeited_by", sa.Uuid(), nullable=True),
        sa.Column("forfeited_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_forfeit_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_forfeit_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_forfeit_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_forfeit")),
        sa.UniqueConstraint(
            "organisation_id", "booth_request_id", name=op.f("uq_forfeit_organisation_id_booth_request_id")
        ),
    )
    with op.batch_alter_table("forfeit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_forfeit_organisation_id_exhibitor_id"), ["organisation_id", "exhibitor_id"], unique=False
        )

    op.create_table(
        "move_consent",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("consents", sa.Boolean(), nullable=False),
        sa.Column("said_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_move_consent_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_move_consent_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_move_consent")),
    )
    with op.batch_alter_table("move_consent", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_move_consent_organisation_id_edition_id"), ["organisation_id", "edition_id"], unique=False
        )
        batch_op.create_index(
            "uq_move_consent_booth_request_id_current",
            ["organisation_id", "booth_request_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "sent_message",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.Column("sent_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_sent_message_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_sent_message_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sent_message")),
    )
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sent_message_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )

    op.create_table(
        "stand_by",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("present_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("present_by", sa.Uuid(), nullable=True),
        sa.Column("left_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_stand_by_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_stand_by_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["session.organisation_id", "session.id"],
            name=op.f("fk_stand_by_organisation_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stand_by")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "booth_request_id",
            name=op.f("uq_stand_by_organisation_id_session_id_booth_request_id"),
        ),
    )
    op.create_table(
        "substitution",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("member_name", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_substitution_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_substitution_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "member_id"],
            ["exhibitor_member.organisation_id", "exhibitor_member.id"],
            name=op.f("fk_substitution_organisation_id_member_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_substitution")),
    )
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_substitution_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )

    op.create_table(
        "stand_by_place",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("stand_by_id", sa.Uuid(), nullable=False),
        sa.Column("booth_id", sa.Uuid(), nullable=False),
        sa.Column("placed_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_stand_by_place_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["session.organisation_id", "session.id"],
            name=op.f("fk_stand_by_place_organisation_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "stand_by_id"],
            ["stand_by.organisation_id", "stand_by.id"],
            name=op.f("fk_stand_by_place_organisation_id_stand_by_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_stand_by_place")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "booth_id",
            name=op.f("uq_stand_by_place_organisation_id_session_id_booth_id"),
        ),
    )
    with op.batch_alter_table("stand_by_place", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_stand_by_place_organisation_id_stand_by_id"),
            ["organisation_id", "stand_by_id"],
            unique=False,
        )

    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("answer_by", fairapp.models.base.Instant(timezone=True), nullable=True))

    with op.batch_alter_table("booth_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tier_reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("language", sa.String(length=80), nullable=False, server_default=""))

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmation_hours", sa.Integer(), nullable=False, server_default="72"))
        batch_op.add_column(sa.Column("patience_minutes", sa.Integer(), nullable=False, server_default="60"))


def downgrade() -> None:
    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("patience_minutes")
        batch_op.drop_column("confirmation_hours")

    with op.batch_alter_table("booth_request", schema=None) as batch_op:
        batch_op.drop_column("language")
        batch_op.drop_column("tier_reason")

    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_column("answer_by")

    with op.batch_alter_table("stand_by_place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stand_by_place_organisation_id_stand_by_id"))

    op.drop_table("stand_by_place")
    with op.batch_alter_table("substitution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_substitution_organisation_id_booth_request_id"))

    op.drop_table("substitution")
    op.drop_table("stand_by")
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sent_message_organisation_id_booth_request_id"))

    op.drop_table("sent_message")
    with op.batch_alter_table("move_consent", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_move_consent_booth_request_id_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_move_consent_organisation_id_edition_id"))

    op.drop_table("move_consent")
    with op.batch_alter_table("forfeit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_forfeit_organisation_id_exhibitor_id"))

    op.drop_table("forfeit")
    with op.batch_alter_table("family_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_link_token_hash"))
        batch_op.drop_index(batch_op.f("ix_family_link_organisation_id_booth_request_id"))

    op.drop_table("family_link")
    with op.batch_alter_table("fact_correction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fact_correction_organisation_id_edition_id"))
        batch_op.drop_index(batch_op.f("ix_fact_correction_organisation_id_booth_request_id"))

    op.drop_table("fact_correction")
    op.drop_table("excuse")
    with op.batch_alter_table("reallocation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reallocation_organisation_id_edition_id_made_at"))

    op.drop_table("reallocation")
    with op.batch_alter_table("plan_freeze", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_freeze_edition_id_current",
            sqlite_where=sa.text("thawed_at IS NULL"),
            postgresql_where=sa.text("thawed_at IS NULL"),
        )

    op.drop_table("plan_freeze")
