from typing import Any

from django.core.management.base import BaseCommand

from people.role_groups import sync_roles


class Command(BaseCommand):
    help = "Give the groups of all roles what the table of roles says."

    def handle(self, *args: Any, **options: Any) -> None:
        sync_roles()
        self.stdout.write("The groups of all roles are as the table says.")
