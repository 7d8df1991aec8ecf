"""a card asked for twice: which attempt a token was traded in"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enrolment_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attempt_hash", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("enrolment_token", schema=None) as batch_op:
        batch_op.drop_column("attempt_hash")
