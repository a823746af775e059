"""What may be asked: bodies read once and strictly."""
