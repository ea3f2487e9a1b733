"""One person for each role, so that somebody can look at the site from each side.

Ambassadors and organisations have no one here yet: their roles need a page of their own.
"""

from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from people.accounts.totp import enrol_app, secret_from
from people.granting import put_into_role
from people.models import User
from people.roles import get_role


@dataclass(frozen=True)
class Person:
    """`role` is also the name before the @."""

    role: str
    name: str
    language: str
    tree: str = ""

    @property
    def email(self) -> str:
        return f"{self.role}@demo.example.org"


PEOPLE = (
    Person("administrator", "Ada Beispiel", "de"),
    Person("editor", "Samir Muster", "de"),
    Person("translator-ar", "Layla Muster", "ar", tree="ar"),
    Person("translator-uk", "Olena Probe", "uk", tree="uk"),
    Person("moderator", "Mina Beispiel", "de"),
    Person("treasurer", "Tarik Muster", "de"),
    Person("auditor", "Paula Probe", "de"),
)


def password_of(person: Person) -> str:
    """Made of the secret key: the same at every start, different on every installation."""
    digest = salted_hmac("knowledge.demo", person.email, algorithm="sha256").hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 16, 4))


def secret_of(email: str) -> str:
    """What an authenticator app of this person holds; as secret and as steady as the password."""
    return secret_from(salted_hmac("knowledge.demo.app", email, algorithm="sha256").hexdigest())


def demo_logins() -> list[tuple[str, str, str]]:
    """Role, e-mail address and password of everybody the demo made; empty without a demo."""
    there = set(
        User.objects.filter(email__in=[person.email for person in PEOPLE]).values_list(
            "email", flat=True
        )
    )
    return [
        (person.role, person.email, password_of(person))
        for person in PEOPLE
        if person.email in there
    ]


def create_people() -> list[User]:
    """Users in the roles of the site. The front pages must be there: a language is a part of them.

    The groups of the roles belong to the site; those of a limited role go with the user.
    """
    made: list[User] = []
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email, password_of(person), name=person.name, language=person.language
        )
        enrol_app(user=user, secret=secret_of(user.email))
        put_into_role(
            user=user,
            role=get_role(person.role.partition("-")[0]),
            languages=[person.tree] if person.tree else [],
        )
        made.append(user)
    return made
