"""The roster reader: sheets in, rows with a verdict and a reason for every cell out. Pure: no database, no clock."""
