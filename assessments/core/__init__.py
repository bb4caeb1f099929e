"""Pure core: tallies, rates, rounding, composite and forecast."""
