"""The way back for somebody who lost every second factor: an operator lets them enrol anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.accounts.services import reset_second_factor
from people.models import User


class Command(BaseCommand):
    help = "Forget somebody's app, keys and recovery codes, and sign them out everywhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *_args: Any, email: str, **_options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the address {email}.") from error
        reset_second_factor(user=user)
        self.stdout.write(f"{email} sets up a second factor at the next sign-in.")
