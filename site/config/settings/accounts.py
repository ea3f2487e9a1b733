"""Signing in, with django-allauth. Why it is so: docs/decisions/0006-accounts.md."""

AUTH_USER_MODEL = "people.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_profile"
# Passwords and addresses are changed on one page, which asks again who it is.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

ACCOUNT_ADAPTER = "messaging.account_adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True

# Digits, because every keyboard has them; eight, because three tries for each code leave a guess
# one chance in 33 million, and every further one costs a message that its owner sees.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# Slow mail servers, and people who look for the message on another device.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

# Counted in the cache of each process: a coarse net. The limits that hold are people/limits.py's.
# A whole shelter may share one network, so that these are wide.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip",
    "request_login_code": "60/m/ip",
    "reset_password": "60/m/ip",
    "signup": "60/m/ip",
}
ACCOUNT_FORMS = {
    "login": "people.accounts.forms.SignInForm",
    "request_login_code": "people.accounts.forms.RequestCodeForm",
    "confirm_login_code": "people.accounts.forms.ConfirmSignInForm",
    "signup": "people.accounts.forms.JoinForm",
    "confirm_email_verification_code": "people.accounts.forms.ConfirmAddressForm",
    "reset_password": "people.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "people.accounts.forms.NewPasswordForm",
    "change_password": "people.accounts.forms.ChangePasswordForm",
    "set_password": "people.accounts.forms.SetPasswordForm",
}

MFA_ADAPTER = "people.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = "Jisr"
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds before and after: clocks differ, typing takes time
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "people.accounts.forms.SecondFactorForm",
    "reauthenticate": "people.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "people.accounts.forms.EnrolAppForm",
    "add_webauthn": "people.accounts.forms.AddPasskeyForm",
}

# Every request of a page would touch the session otherwise, and no page could be stored.
USERSESSIONS_TRACK_ACTIVITY = False
STAFF_IDLE_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
