"""One person for each role, so that somebody can look at the site from each side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.crypto import salted_hmac
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from home.models import Contact, ContactPoint, GlossaryTerm
from people.accounts.totp import enrol_app, secret_from
from people.models import User

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
TRANSLATOR_PAGE_RIGHTS = ("change_page", "publish_page")
SNIPPETS = (Contact, ContactPoint, GlossaryTerm)
GROUP = "Demo: {role}"


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


def create_people(homes: dict[str, Page]) -> list[User | Group]:
    """Users, and the groups that they are in. `homes` are the front pages by language."""
    made: list[User | Group] = []
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email,
            password_of(person),
            name=person.name,
            language=person.language,
            is_staff=True,
            is_superuser=person.role == "administrator",
        )
        enrol_app(user=user, secret=secret_of(user.email))
        made.append(user)
        if not user.is_superuser:
            group = _editors() if person.role == "editor" else _translators(person, homes)
            user.groups.add(group)
            made.append(group)
    return made


def _editors() -> Group:
    group = Group.objects.create(name=GROUP.format(role="editor"))
    _may_use_admin(group)
    group.permissions.add(*_snippet_rights(("add", "change", "delete", "view")))
    group.permissions.add(*_rights("submit_translation"))
    _grant_pages(group, Page.get_first_root_node(), PAGE_RIGHTS)
    _grant_files(group, ("add", "change", "choose"))
    return group


def _translators(person: Person, homes: dict[str, Page]) -> Group:
    """Rights on one language's tree only."""
    group = Group.objects.create(name=GROUP.format(role=person.role))
    _may_use_admin(group)
    group.permissions.add(*_snippet_rights(("change", "view")), *_rights("submit_translation"))
    _grant_pages(group, homes[person.tree], TRANSLATOR_PAGE_RIGHTS)
    _grant_files(group, ("choose",))
    return group


def _may_use_admin(group: Group) -> None:
    group.permissions.add(*_rights("access_admin"))


def _rights(*codenames: str) -> Iterable[Permission]:
    return Permission.objects.filter(codename__in=codenames)


def _snippet_rights(actions: tuple[str, ...]) -> Iterable[Permission]:
    asked = Q()
    for model in SNIPPETS:
        name = model._meta.model_name
        asked |= Q(
            content_type__app_label=model._meta.app_label,
            codename__in=[f"{action}_{name}" for action in actions],
        )
    return Permission.objects.filter(asked)


def _grant_pages(group: Group, page: Page, codenames: tuple[str, ...]) -> None:
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=codenames,
    ):
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def _grant_files(group: Group, actions: tuple[str, ...]) -> None:
    root = Collection.get_first_root_node()
    for name in ("Image", "Document"):
        model = apps.get_model("home", name)
        codenames = [f"{action}_{model._meta.model_name}" for action in actions]
        for permission in Permission.objects.filter(
            content_type__app_label="home", codename__in=codenames
        ):
            GroupCollectionPermission.objects.create(
                group=group, collection=root, permission=permission
            )
