"""Wagtail's forms about people, for our names: one name, and how to call somebody.

Roles are not in them: they are granted with a reason on a screen of their own.
"""

from typing import Any, ClassVar

from django import forms
from wagtail.users.forms import UserCreationForm, UserEditForm

from people.accounts.services import forget_other_addresses
from people.models import User

NAME_FIELDS = ["email", "name", "nickname"]


class PersonCreationForm(UserCreationForm):
    first_name = last_name = is_superuser = None

    class Meta(UserCreationForm.Meta):
        fields: ClassVar[list[str]] = NAME_FIELDS


class PersonEditForm(UserEditForm):
    first_name = last_name = is_superuser = None

    class Meta(UserEditForm.Meta):
        fields: ClassVar[list[str]] = [*NAME_FIELDS, "is_active"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit)
        if commit and "email" in self.changed_data:
            forget_other_addresses(user=user)
        return user


class OwnNameForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What somebody changes about themselves under 'Account'; the address needs its code."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "nickname"]
        widgets: ClassVar[dict[str, Any]] = {
            "name": forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
            "nickname": forms.TextInput(attrs={"autocomplete": "nickname", "dir": "auto"}),
        }


class NoForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Wagtail saves a form for every panel; a panel of links has nothing to save."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = []
