from typing import Any

from django.core.management.base import BaseCommand

from knowledge.demo.removing import remove_demo


class Command(BaseCommand):
    help = "Remove the sample content with everything below it: pages, files, people, reports."

    def handle(self, *args: Any, **options: Any) -> None:
        if remove_demo():
            self.stdout.write("The sample content is gone.")
        else:
            self.stdout.write("There is no sample content.")
