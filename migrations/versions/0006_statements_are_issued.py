"""statements are issued: on paper, with a code that proves them"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issued_statement",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("exhibitor_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("issued_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_issued_statement_organisation_id_edition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "exhibitor_id"],
            ["exhibitor.organisation_id", "exhibitor.id"],
            name=op.f("fk_issued_statement_organisation_id_exhibitor_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_issued_statement")),
        sa.UniqueConstraint("organisation_id", "code_hash", name=op.f("uq_issued_statement_organisation_id_code_hash")),
    )
    with op.batch_alter_table("issued_statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_statement_code_hash"), ["code_hash"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_issued_statement_organisation_id_edition_id_exhibitor_id"),
            ["organisation_id", "edition_id", "exhibitor_id"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("issued_statement")
