from people.models.access import ContactView
from people.models.consent import Consent, ConsentQuerySet, ConsentText
from people.models.contact import PhoneNumber, read_number
from people.models.limits import FormToken, RateCount, RateCountQuerySet
from people.models.roles import RoleScope
from people.models.user import User, UserManager

__all__ = [
    "Consent",
    "ConsentQuerySet",
    "ConsentText",
    "ContactView",
    "FormToken",
    "PhoneNumber",
    "RateCount",
    "RateCountQuerySet",
    "RoleScope",
    "User",
    "UserManager",
    "read_number",
]
