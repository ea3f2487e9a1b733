from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from knowledge.demo.loading import load_demo
from knowledge.demo.removing import remove_demo


class Command(BaseCommand):
    help = "Load the sample content. Does nothing when it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset", action="store_true", help="Remove it first, changes of editors included."
        )

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        if reset:
            remove_demo()
        if load_demo():
            self.stdout.write("The sample content is loaded. `remove_demo` takes it away again.")
        else:
            self.stdout.write("The sample content is there already.")
