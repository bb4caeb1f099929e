"""Pure core: values, rules and verdicts, without Django, database or files."""
