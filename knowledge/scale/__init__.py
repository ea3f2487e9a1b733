"""Many pages in many languages, made in bulk, to measure the site with; removable as a whole."""
