"""Where a citizen pays, and where a provider's gateway says that they did."""
