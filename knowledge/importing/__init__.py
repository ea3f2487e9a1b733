"""Articles come in from Markdown files with YAML front matter (row J1).

parse (pure: a file becomes a ParsedArticle or a list of problems) → collect (folders become
families) → load (a family becomes a page and its translations, in one transaction).
"""
