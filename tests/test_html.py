"""The Nu checker itself: it finds what is wrong and knows the CSS we write."""

PAGE = """<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>جسر</title>
<style>p { margin-inline-start: 1rem; inset-block-end: 0 }</style></head>
<body><main><h1>جسر</h1>%s</main></body></html>
"""


def test_valid_page_with_logical_css_has_no_error(check_html):
    assert check_html({"good": PAGE % "<p>مرحبا</p>"}) == []


def test_errors_are_named_with_their_page(check_html):
    errors = check_html({"good": PAGE % "<p>1</p>", "/ar/bad/": PAGE % "<p dir=up><a><a>2</a>"})
    assert errors
    assert all(error.startswith("/ar/bad/:") for error in errors)
