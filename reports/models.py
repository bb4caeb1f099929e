"""Report rows: added with the report builders."""
