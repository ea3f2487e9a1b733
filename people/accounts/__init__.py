"""Signing in: by a code or a passkey for everybody, with a second factor for staff.

django-allauth does the work; here stands what this project decides on top of it
(docs/decisions/0006-accounts.md).
"""
