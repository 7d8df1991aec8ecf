"""results are published: frozen, dated, revised beside what was said before"""

import sqlalchemy as sa
from alembic import op

import fairapp.models.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", fairapp.models.base.Instant(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_publication_revision_from_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "edition_id"],
            ["edition.organisation_id", "edition.id"],
            name=op.f("fk_publication_organisation_id_edition_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_publication")),
        sa.UniqueConstraint(
            "organisation_id", "edition_id", "revision", name=op.f("uq_publication_organisation_id_edition_id_revision")
        ),
    )


def downgrade() -> None:
    op.drop_table("publication")
