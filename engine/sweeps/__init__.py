"""The lecture's two loops, forward mode, and the trace that records them."""
