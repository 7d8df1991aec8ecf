"""the plan edited by hand: what stands in a hall, circuits of rows, former numbers, the frozen copy of what is published"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("floor_plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_copy", sa.JSON(none_as_null=True), nullable=True))

    op.create_table(
        "hall_feature",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("x_mm", sa.Integer(), nullable=False),
        sa.Column("y_mm", sa.Integer(), nullable=False),
        sa.Column("width_mm", sa.Integer(), nullable=False),
        sa.Column("depth_mm", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_hall_feature_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hall_id"],
            ["hall.organisation_id", "hall.id"],
            name=op.f("fk_hall_feature_organisation_id_hall_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_hall_feature")),
    )
    with op.batch_alter_table("hall_feature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_hall_feature_organisation_id_hall_id"), ["organisation_id", "hall_id"], unique=False
        )

    op.create_table(
        "row_circuit",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("hall_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("watts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_row_circuit_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hall_id"],
            ["hall.organisation_id", "hall.id"],
            name=op.f("fk_row_circuit_organisation_id_hall_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_row_circuit")),
        sa.UniqueConstraint(
            "organisation_id", "hall_id", "row", name=op.f("uq_row_circuit_organisation_id_hall_id_row")
        ),
    )
    op.create_table(
        "former_number",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("booth_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("until", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "booth_id"],
            ["booth.organisation_id", "booth.id"],
            name=op.f("fk_former_number_organisation_id_booth_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_former_number_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_former_number")),
    )
    with op.batch_alter_table("former_number", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_number_organisation_id_booth_id"), ["organisation_id", "booth_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_former_number_organisation_id_edition_id_number"),
            ["organisation_id", "edition_id", "number"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("former_number")
    op.drop_table("row_circuit")
    op.drop_table("hall_feature")
    with op.batch_alter_table("floor_plan", schema=None) as batch_op:
        batch_op.drop_column("published_copy")
