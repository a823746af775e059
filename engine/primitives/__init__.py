"""What a primitive is, all the declarations, and their rules read on numbers and shapes."""
