"""`boardwright test`: run the project's tests of panels and rules with pytest."""
