"""Forget what is no longer needed; with --dry-run only say how much that would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from people.services import run_retention

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    help = "Delete personal data whose time is over. The worker does it every night."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count only.")

    def handle(self, *args: Any, **options: Any) -> None:
        for model, count in run_retention(dry_run=options["dry_run"]).items():
            self.stdout.write(f"{count:8} {model}")
