"""The steps of normalising: boards brought to one form, so that equal ones are equal."""
