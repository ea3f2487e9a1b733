from typing import Any

from django.core.management.base import BaseCommand

from knowledge.demo.people import demo_logins, secret_of
from people.accounts.totp import current_code


class Command(BaseCommand):
    help = "Print who can log in to the demo: password, code of this minute, secret for an app."

    def handle(self, *args: Any, **options: Any) -> None:
        logins = demo_logins()
        for role, email, password in logins:
            secret = secret_of(email)
            self.stdout.write(
                f"  {role:<14} {email:<36} {password}  {current_code(secret)}  {secret}"
            )
        if logins:
            self.stdout.write(
                "The six digits are the second factor. They are good for about a minute and once:\n"
                "for new ones run `DEMO=true .venv/bin/python manage.py demo_logins` in another\n"
                "window, or put the last column into an authenticator app."
            )
