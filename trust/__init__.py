"""Why to believe it: fact checks with sources, reports, broken links, health."""
