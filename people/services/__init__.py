from people.services.consents import (
    confirm_consent,
    give_consent,
    withdraw_consent,
    withdraw_consents,
)
from people.services.persons import delete_person, export_person
from people.services.phones import add_phone, check_code, confirm_phone, new_phone_code
from people.services.retention import run_retention

__all__ = [
    "add_phone",
    "check_code",
    "confirm_consent",
    "confirm_phone",
    "delete_person",
    "export_person",
    "give_consent",
    "new_phone_code",
    "run_retention",
    "withdraw_consent",
    "withdraw_consents",
]
