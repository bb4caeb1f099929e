"""Parsers of one file format each. They run in a child process only."""
