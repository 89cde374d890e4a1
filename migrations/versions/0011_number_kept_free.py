"""Nothing: the number belongs to a change that comes in beside this one, and whose migration takes this one's place.

Old consoles: may run meanwhile.
"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """There is nothing to do."""


def downgrade() -> None:
    """There is nothing to do."""
