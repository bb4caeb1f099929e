"""Tables that several sections and annexes share."""
