"""Documents of others, checked against their schemas, with what is wrong in plain words."""
