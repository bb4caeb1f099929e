"""The words and number texts of the field, made once: pages, files, JSON and messages ask here.

Pure: it knows the core's enums and plain settings, no Django and no database.

``labels``: what stored values are called. ``verdicts``: what a run calls its results.
``rates``: a rate with its parts and its rule. ``numbers``: values, differences, targets.
``counts``: what a numerator counts.
"""
