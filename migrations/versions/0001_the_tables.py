"""the tables"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "organisation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("default_language", sa.String(length=2), nullable=False),
        sa.Column("term_set", sa.String(length=20), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=False),
        sa.Column("payment_methods", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_slug"), ["slug"], unique=False)

    op.create_table(
        "sign_in_attempt",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("window_started_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sign_in_attempt")),
        sa.UniqueConstraint("organisation_id", "subject", name=op.f("uq_sign_in_attempt_organisation_id_subject")),
    )
    op.create_table(
        "account",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=True),
        sa.Column("digits", sa.String(length=4), nullable=True),
        sa.Column("created_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("disabled_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_account_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("organisation_id", "email", name=op.f("uq_account_organisation_id_email")),
    )
    op.create_table(
        "audit_event",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("occurred_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("details", sa.JSON(none_as_null=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_audit_event_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_audit_event_organisation_id_edition_id_occurred_at"),
            ["organisation_id", "edition_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_audit_event_organisation_id_occurred_at"), ["organisation_id", "occurred_at"], unique=False
        )

    op.create_table(
        "craft",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name_ar", sa.String(length=200), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("search_keys", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "parent_id"],
            ["craft.organisation_id", "craft.id"],
            name=op.f("fk_craft_organisation_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_craft_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_craft")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_craft_organisation_id_code")),
    )
    op.create_table(
        "fair",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_fair_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_fair")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_fair_organisation_id_slug")),
    )
    op.create_table(
        "register_import",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("outcome", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_register_import_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_register_import")),
    )
    op.create_table(
        "account_role",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        sa.Column("granted_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_account_role_organisation_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_account_role")),
        sa.UniqueConstraint(
            "organisation_id", "account_id", "role", name=op.f("uq_account_role_organisation_id_account_id_role")
        ),
    )
    op.create_table(
        "edition",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fair_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("time_zone", sa.String(length=80), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("exponent", sa.Integer(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=False),
        sa.Column("booth_fee_minor", sa.BigInteger(), nullable=False),
        sa.Column("requests_open_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("requests_close_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("draw_settings", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("booth_fee_minor = 0 OR NOT free", name=op.f("ck_edition_free_has_no_fee")),
        sa.CheckConstraint("booth_fee_minor >= 0", name=op.f("ck_edition_fee_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "fair_id"],
            ["fair.organisation_id", "fair.id"],
            name=op.f("fk_edition_organisation_id_fair_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_edition")),
        sa.UniqueConstraint("organisation_id", "slug", name=op.f("uq_edition_organisation_id_slug")),
    )
    op.create_table(
        "exhibitor",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=200), nullable=False),
        sa.Column("craft_id", sa.Uuid(), nullable=True),
        sa.Column("craft_typed", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=80), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("groups", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("national_hash", sa.String(length=64), nullable=True),
        sa.Column("national_last4", sa.String(length=4), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("updated_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("left_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "craft_id"],
            ["craft.organisation_id", "craft.id"],
            name=op.f("fk_exhibitor_organisation_id_craft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.organisation_id"], name=op.f("fk_exhibitor_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_exhibitor")),
        sa.UniqueConstraint(
            "organisation_id", "national_hash", name=op.f("uq_exhibitor_organisation_id_national_hash")
        ),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_exhibitor_organisation_id_number")),
    )
    with op.batch_alter_table("exhibitor", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exhibitor_organisation_id_search_key"), ["organisation_id", "search_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_exhibitor_organisation_id_serial"), ["organisation_id", "serial"], unique=False
        )

    op.create_table(
        "one_time_link",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("used_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("reusable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_one_time_link_organisation_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_one_time_link")),
    )
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_time_link_token_hash"), ["token_hash"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("last_seen_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "account_id"],
            ["account.organisation_id", "account.id"],
            name=op.f("fk_sign_in_organisation_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_in_organisation_id_account_id"), ["organisation_id", "account_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_in_token_hash"), ["token_hash"], unique=False)

    op.create_table(
        "badge",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=26), nullable=False),
        sa.Column("issued_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("replaced_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_badge_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_badge_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_badge")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_badge_organisation_id_code")),
    )
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_badge_code"), ["code"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_badge_organisation_id_edition_id_exhibitor_id"),
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_badge_edition_id_exhibitor_id_current",
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=True,
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )

    op.create_table(
        "booth_request",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("craft_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("groups", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("needs", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("accessible", sa.Boolean(), nullable=False),
        sa.Column("units_min", sa.Integer(), nullable=False),
        sa.Column("units_max", sa.Integer(), nullable=False),
        sa.Column("anywhere", sa.Boolean(), nullable=False),
        sa.Column("seniority", sa.Integer(), nullable=False),
        sa.Column("watts", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("terms_accepted_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("submitted_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("units_min >= 1 AND units_max >= units_min", name=op.f("ck_booth_request_units")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "craft_id"],
            ["craft.organisation_id", "craft.id"],
            name=op.f("fk_booth_request_organisation_id_craft_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_booth_request_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_booth_request_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_booth_request")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "code", name=op.f("uq_booth_request_organisation_id_edition_id_code")
        ),
    )
    with op.batch_alter_table("booth_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booth_request_organisation_id_edition_id_state"),
            ["organisation_id", "edition_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_booth_request_organisation_id_exhibitor_id"),
            ["organisation_id", "exhibitor_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_booth_request_edition_id_exhibitor_id_live",
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "draw",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("snapshot_sha256", sa.String(length=64), nullable=False),
        sa.Column("committed_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("committed_by", sa.Uuid(), nullable=True),
        sa.Column("seed_source", sa.String(length=200), nullable=False),
        sa.Column("seed_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("digits", sa.String(length=200), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("result_sha256", sa.String(length=64), nullable=True),
        sa.Column("drawn_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("drawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_draw_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_draw")),
    )
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.create_index(
            "uq_draw_edition_id_current",
            ["organisation_id", "edition_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "exhibitor_member",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("search_key", sa.String(length=200), nullable=False),
        sa.Column("national_hash", sa.String(length=64), nullable=True),
        sa.Column("national_last4", sa.String(length=4), nullable=False),
        sa.Column("phone", sa.String(length=80), nullable=False),
        sa.Column("woman", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_exhibitor_member_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_exhibitor_member")),
    )
    with op.batch_alter_table("exhibitor_member", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_exhibitor_member_organisation_id_exhibitor_id"),
            ["organisation_id", "exhibitor_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_exhibitor_member_organisation_id_national_hash"),
            ["organisation_id", "national_hash"],
            unique=False,
        )

    op.create_table(
        "floor_plan",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("drawn_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("published_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_floor_plan_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_floor_plan")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "version", name=op.f("uq_floor_plan_organisation_id_edition_id_version")
        ),
    )
    op.create_table(
        "hall",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("depth_mm", sa.Integer(), nullable=False),
        sa.Column("spread", sa.String(length=80), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_hall_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hall")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "code", name=op.f("uq_hall_organisation_id_edition_id_code")
        ),
    )
    op.create_table(
        "hour_takings",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("hour_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("shard", sa.Integer(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_hour_takings_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hour_takings")),
        sa.UniqueConstraint(
            "organisation_id",
            "edition_id",
            "session_number",
            "hour_at",
            "shard",
            name=op.f("uq_hour_takings_organisation_id_edition_id_session_number_hour_at_shard"),
        ),
    )
    op.create_table(
        "session",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("opens_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("closes_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("cut_off_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_session_number_from_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_session_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_session")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "number", name=op.f("uq_session_organisation_id_edition_id_number")
        ),
    )
    op.create_table(
        "takings",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("voided_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunds_minor", sa.BigInteger(), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_takings_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_takings_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_takings")),
        sa.UniqueConstraint(
            "organisation_id",
            "edition_id",
            "exhibitor_id",
            "session_number",
            "method",
            name=op.f("uq_takings_organisation_id_edition_id_exhibitor_id_session_number_method"),
        ),
    )
    op.create_table(
        "arrival",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("arrived_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_arrival_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_arrival_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "session_id"],
            ["session.organisation_id", "session.id"],
            name=op.f("fk_arrival_organisation_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_arrival")),
        sa.UniqueConstraint(
            "organisation_id",
            "session_id",
            "exhibitor_id",
            name=op.f("uq_arrival_organisation_id_session_id_exhibitor_id"),
        ),
    )
    op.create_table(
        "booth_class",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("services", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_booth_class_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hall_id"],
            ["hall.organisation_id", "hall.id"],
            name=op.f("fk_booth_class_organisation_id_hall_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_booth_class")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "code", name=op.f("uq_booth_class_organisation_id_edition_id_code")
        ),
    )
    op.create_table(
        "gate",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_gate_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hall_id"],
            ["hall.organisation_id", "hall.id"],
            name=op.f("fk_gate_organisation_id_hall_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_gate")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "code", name=op.f("uq_gate_organisation_id_edition_id_code")
        ),
    )
    op.create_table(
        "request_decision",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_request_decision_organisation_id_booth_request_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_request_decision")),
    )
    with op.batch_alter_table("request_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_decision_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )

    op.create_table(
        "waiting_list_entry",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_waiting_list_entry_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "draw_id"],
            ["draw.organisation_id", "draw.id"],
            name=op.f("fk_waiting_list_entry_organisation_id_draw_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_waiting_list_entry_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_waiting_list_entry")),
        sa.UniqueConstraint(
            "organisation_id",
            "draw_id",
            "position",
            name=op.f("uq_waiting_list_entry_organisation_id_draw_id_position"),
        ),
    )
    with op.batch_alter_table("waiting_list_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_waiting_list_entry_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )

    op.create_table(
        "booth",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("booth_class_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("x_mm", sa.Integer(), nullable=False),
        sa.Column("y_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("depth_mm", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_class_id"],
            ["booth_class.organisation_id", "booth_class.id"],
            name=op.f("fk_booth_organisation_id_booth_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_booth_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hall_id"],
            ["hall.organisation_id", "hall.id"],
            name=op.f("fk_booth_organisation_id_hall_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_booth")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "number", name=op.f("uq_booth_organisation_id_edition_id_number")
        ),
        sa.UniqueConstraint(
            "organisation_id", "hall_id", "row", "place", name=op.f("uq_booth_organisation_id_hall_id_row_place")
        ),
    )
    with op.batch_alter_table("booth", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_booth_organisation_id_booth_class_id"), ["organisation_id", "booth_class_id"], unique=False
        )

    op.create_table(
        "allocation",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=True),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("booth_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("offered_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(length=80), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_allocation_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_allocation_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "draw_id"],
            ["draw.organisation_id", "draw.id"],
            name=op.f("fk_allocation_organisation_id_draw_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_allocation_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_allocation_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_allocation")),
    )
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_allocation_organisation_id_booth_request_id"),
            ["organisation_id", "booth_request_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_allocation_organisation_id_edition_id_exhibitor_id"),
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_allocation_booth_id_held",
            ["organisation_id", "booth_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "booth_lock",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("booth_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("locked_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("locked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_booth_lock_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_booth_lock_organisation_id_booth_request_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_booth_lock_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_booth_lock")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "booth_id", name=op.f("uq_booth_lock_organisation_id_edition_id_booth_id")
        ),
    )
    op.create_table(
        "device",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        sa.Column("booth_id", sa.Uuid(), nullable=True),
        sa.Column("gate_id", sa.Uuid(), nullable=True),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("next_seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("clock_offset_ms", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("last_heard_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("revoked_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("lost_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("fork_count", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'gate') = (gate_id IS NOT NULL)", name=op.f("ck_device_gate_has_gate")),
        sa.CheckConstraint("(kind = 'till') = (exhibitor_id IS NOT NULL)", name=op.f("ck_device_till_has_exhibitor")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_device_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_device_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_device_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "gate_id"],
            ["gate.organisation_id", "gate.id"],
            name=op.f("fk_device_organisation_id_gate_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_device")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_key_hash"), ["key_hash"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_device_organisation_id_edition_id_kind"),
            ["organisation_id", "edition_id", "kind"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_device_organisation_id_exhibitor_id"), ["organisation_id", "exhibitor_id"], unique=False
        )

    op.create_table(
        "request_choice",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("booth_request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("booth_class_id", sa.Uuid(), nullable=True),
        sa.Column("booth_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(booth_class_id IS NULL) <> (booth_id IS NULL)", name=op.f("ck_request_choice_class_or_booth")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_class_id"],
            ["booth_class.organisation_id", "booth_class.id"],
            name=op.f("fk_request_choice_organisation_id_booth_class_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_request_choice_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_request_id"],
            ["booth_request.organisation_id", "booth_request.id"],
            name=op.f("fk_request_choice_organisation_id_booth_request_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_request_choice")),
        sa.UniqueConstraint(
            "organisation_id",
            "booth_request_id",
            "position",
            name=op.f("uq_request_choice_organisation_id_booth_request_id_position"),
        ),
    )
    with op.batch_alter_table("request_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_choice_organisation_id_booth_class_id"),
            ["organisation_id", "booth_class_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_request_choice_organisation_id_booth_id"), ["organisation_id", "booth_id"], unique=False
        )

    op.create_table(
        "enrolment_token",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        sa.Column("booth_id", sa.Uuid(), nullable=True),
        sa.Column("gate_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("used_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_enrolment_token_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_enrolment_token_organisation_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_enrolment_token_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_enrolment_token_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "gate_id"],
            ["gate.organisation_id", "gate.id"],
            name=op.f("fk_enrolment_token_organisation_id_gate_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_enrolment_token")),
    )
    with op.batch_alter_table("enrolment_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enrolment_token_token_hash"), ["token_hash"], unique=False)

    op.create_table(
        "footfall",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.Uuid(), nullable=False),
        sa.Column("hour_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("inwards", sa.BigInteger(), nullable=False),
        sa.Column("outwards", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_footfall_organisation_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_footfall_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "gate_id"],
            ["gate.organisation_id", "gate.id"],
            name=op.f("fk_footfall_organisation_id_gate_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_footfall")),
        sa.UniqueConstraint(
            "organisation_id",
            "edition_id",
            "session_number",
            "gate_id",
            "hour_at",
            "device_id",
            name=op.f("uq_footfall_organisation_id_edition_id_session_number_gate_id_hour_at_device_id"),
        ),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occurred_at", fairapp.models.base.Instant(timezone=True), nullable=True),
        sa.Column("received_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=True),
        sa.Column("booth_id", sa.Uuid(), nullable=True),
        sa.Column("gate_id", sa.Uuid(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("ref_id", sa.Uuid(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("party", sa.String(length=20), nullable=True),
        sa.Column("direction", sa.String(length=3), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("flags", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_ledger_entry_organisation_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_ledger_entry_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_ledger_entry_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint(
            "organisation_id", "device_id", "seq", name=op.f("uq_ledger_entry_organisation_id_device_id_seq")
        ),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ledger_entry_edition_id_set_aside",
            ["organisation_id", "edition_id"],
            unique=False,
            sqlite_where=sa.text("status <> 'accepted'"),
            postgresql_where=sa.text("status <> 'accepted'"),
        )
        batch_op.create_index(
            batch_op.f("ix_ledger_entry_organisation_id_edition_id_exhibitor_id_session_number"),
            ["organisation_id", "edition_id", "exhibitor_id", "session_number"],
            unique=False,
        )

    op.create_table(
        "ledger_fork",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("received_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_ledger_fork_organisation_id_device_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_ledger_fork")),
        sa.UniqueConstraint(
            "organisation_id",
            "device_id",
            "content_hash",
            name=op.f("uq_ledger_fork_organisation_id_device_id_content_hash"),
        ),
    )
    with op.batch_alter_table("ledger_fork", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ledger_fork_organisation_id_device_id_seq"),
            ["organisation_id", "device_id", "seq"],
            unique=False,
        )

    op.create_table(
        "cash_up",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("ledger_entry_id", sa.Uuid(), nullable=False),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("counted_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("float_minor", sa.BigInteger(), nullable=False),
        sa.Column("counted_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_minor", sa.BigInteger(), nullable=False),
        sa.Column("denominations", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("sales_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("zero_sales", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "device_id"],
            ["device.organisation_id", "device.id"],
            name=op.f("fk_cash_up_organisation_id_device_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_cash_up_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_cash_up_organisation_id_exhibitor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "ledger_entry_id"],
            ["ledger_entry.organisation_id", "ledger_entry.id"],
            name=op.f("fk_cash_up_organisation_id_ledger_entry_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_cash_up")),
        sa.UniqueConstraint(
            "organisation_id", "ledger_entry_id", name=op.f("uq_cash_up_organisation_id_ledger_entry_id")
        ),
    )
    with op.batch_alter_table("cash_up", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cash_up_organisation_id_edition_id_exhibitor_id_session_number"),
            ["organisation_id", "edition_id", "exhibitor_id", "session_number"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("cash_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cash_up_organisation_id_edition_id_exhibitor_id_session_number"))

    op.drop_table("cash_up")
    with op.batch_alter_table("ledger_fork", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_fork_organisation_id_device_id_seq"))

    op.drop_table("ledger_fork")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_entry_organisation_id_edition_id_exhibitor_id_session_number"))
        batch_op.drop_index(
            "ix_ledger_entry_edition_id_set_aside",
            sqlite_where=sa.text("status <> 'accepted'"),
            postgresql_where=sa.text("status <> 'accepted'"),
        )

    op.drop_table("ledger_entry")
    op.drop_table("footfall")
    with op.batch_alter_table("enrolment_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enrolment_token_token_hash"))

    op.drop_table("enrolment_token")
    with op.batch_alter_table("request_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_choice_organisation_id_booth_id"))
        batch_op.drop_index(batch_op.f("ix_request_choice_organisation_id_booth_class_id"))

    op.drop_table("request_choice")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_organisation_id_exhibitor_id"))
        batch_op.drop_index(batch_op.f("ix_device_organisation_id_edition_id_kind"))
        batch_op.drop_index(batch_op.f("ix_device_key_hash"))

    op.drop_table("device")
    op.drop_table("booth_lock")
    with op.batch_alter_table("allocation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_allocation_booth_id_held",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_allocation_organisation_id_edition_id_exhibitor_id"))
        batch_op.drop_index(batch_op.f("ix_allocation_organisation_id_booth_request_id"))

    op.drop_table("allocation")
    with op.batch_alter_table("booth", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_booth_organisation_id_booth_class_id"))

    op.drop_table("booth")
    with op.batch_alter_table("waiting_list_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_list_entry_organisation_id_booth_request_id"))

    op.drop_table("waiting_list_entry")
    with op.batch_alter_table("request_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_decision_organisation_id_booth_request_id"))

    op.drop_table("request_decision")
    op.drop_table("gate")
    op.drop_table("booth_class")
    op.drop_table("arrival")
    op.drop_table("takings")
    op.drop_table("session")
    op.drop_table("hour_takings")
    op.drop_table("hall")
    op.drop_table("floor_plan")
    with op.batch_alter_table("exhibitor_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibitor_member_organisation_id_national_hash"))
        batch_op.drop_index(batch_op.f("ix_exhibitor_member_organisation_id_exhibitor_id"))

    op.drop_table("exhibitor_member")
    with op.batch_alter_table("draw", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_draw_edition_id_current",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.drop_table("draw")
    with op.batch_alter_table("booth_request", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_booth_request_edition_id_exhibitor_id_live",
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )
        batch_op.drop_index(batch_op.f("ix_booth_request_organisation_id_exhibitor_id"))
        batch_op.drop_index(batch_op.f("ix_booth_request_organisation_id_edition_id_state"))

    op.drop_table("booth_request")
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_badge_edition_id_exhibitor_id_current",
            sqlite_where=sa.text("replaced_at IS NULL"),
            postgresql_where=sa.text("replaced_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_badge_organisation_id_edition_id_exhibitor_id"))
        batch_op.drop_index(batch_op.f("ix_badge_code"))

    op.drop_table("badge")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_token_hash"))
        batch_op.drop_index(batch_op.f("ix_sign_in_organisation_id_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("one_time_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_one_time_link_token_hash"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("exhibitor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exhibitor_organisation_id_serial"))
        batch_op.drop_index(batch_op.f("ix_exhibitor_organisation_id_search_key"))

    op.drop_table("exhibitor")
    op.drop_table("edition")
    op.drop_table("account_role")
    op.drop_table("register_import")
    op.drop_table("fair")
    op.drop_table("craft")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_event_organisation_id_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_audit_event_organisation_id_edition_id_occurred_at"))

    op.drop_table("audit_event")
    op.drop_table("account")
    op.drop_table("sign_in_attempt")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_slug"))

    op.drop_table("organisation")
