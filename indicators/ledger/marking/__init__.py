"""Marks in a workbook that is given back. Runs in the child process only."""
