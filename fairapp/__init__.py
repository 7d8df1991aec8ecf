"""fairapp: booths, badges, sales and visitors of a sales fair, from the register to the totals."""

__version__ = "0.1.0"
