"""Search over all live public content: one row per page, one full text index per database."""
