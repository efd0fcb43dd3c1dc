"""The parts of a classic table, each turned into what today's table has for it."""
