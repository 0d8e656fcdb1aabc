"""Rules on cells (instance, second): one set, for handing in, export and whoever else judges them."""
