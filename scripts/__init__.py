"""Set-up, checks and start of Backsweep, with the standard library alone."""
