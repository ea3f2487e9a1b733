"""Content security policies: what a page of ours may load. Nothing comes from a third party.

The public policy has no 'unsafe-inline': the one inlined style sheet is allowed by its hash,
which `config.middleware` adds. Wagtail's admin and wagtail-localize's editor need inline scripts
and styles (wagtail/wagtail#1288), so the admin has a policy of its own.
"""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE

PUBLIC_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}

ADMIN_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [SELF, "data:", "blob:"],
        "frame-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
    }
}
