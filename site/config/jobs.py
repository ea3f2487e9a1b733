"""wagtail-localize's jobs on django-q2. With the ORM broker a job is queued in the transaction."""

from collections.abc import Callable
from typing import Any

from django_q.tasks import async_task
from wagtail_localize.tasks import BaseJobBackend


class LocalizeJobBackend(BaseJobBackend):
    def enqueue(self, func: Callable[..., Any], args: Any, kwargs: Any) -> None:
        async_task(f"{func.__module__}.{func.__qualname__}", *args, **kwargs)
