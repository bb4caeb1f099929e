"""Sentences for people, one file per subject. Tests import the constants."""
