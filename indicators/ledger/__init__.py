"""Ledgers: one definition of the columns, reading, checks, template, marked workbook."""
