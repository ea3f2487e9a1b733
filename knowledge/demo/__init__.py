"""Sample content of a fictional network: every name, address and number in it is made up."""
