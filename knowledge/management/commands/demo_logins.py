from typing import Any

from django.core.management.base import BaseCommand

from knowledge.demo.people import demo_logins


class Command(BaseCommand):
    help = "Print who can log in to the demo, one line for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        for role, email, password in demo_logins():
            self.stdout.write(f"  {role:<14} {email:<40} {password}")
