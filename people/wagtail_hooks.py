"""What people add to Wagtail's admin."""

from people import role_hooks

__all__ = ["role_hooks"]
