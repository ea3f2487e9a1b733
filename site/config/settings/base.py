"""Everything is chosen by environment variables; `docs/guides/operator.md` lists them."""

from pathlib import Path

import environ

from config.demo_key import demo_key
from config.policies import ADMIN_POLICY, PUBLIC_POLICY
from config.settings.accounts import *  # noqa: F403 - one block of its own
from config.settings.email import anymail_options, email_settings
from config.settings.uploads import *  # noqa: F403 - declarations
from translation.locales import BIDI_CODES
from translation.locales import LANGUAGES as LOCALE_TABLE

BASE_DIR = Path(__file__).resolve().parents[3]

env = environ.Env()
if (BASE_DIR / ".env").is_file():
    env.read_env(str(BASE_DIR / ".env"))

# --- What kind of installation this is -------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
SECRET_KEY = env.str("SECRET_KEY", default=demo_key(DATA_DIR) if DEMO else "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
WSGI_APPLICATION = "config.wsgi.application"
ROOT_URLCONF = "config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config",
    "knowledge",
    "home",
    "translation",
    "trust",
    "messaging",
    "people",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "modelsearch",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_q",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before the session, so that no content page ever touches it.
    "translation.middleware.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.accounts.middleware.SecondFactorMiddleware",
    "people.guards.ScopeMiddleware",
    "trust.middleware.PublishRefusedMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    },
]

# --- Database, cache, queue ------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'jisr.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = 600
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL alone still fails with 'database is locked' on a read that turns into a write;
    # IMMEDIATE takes the lock at BEGIN. Measured: 0 errors in 4,121 mixed requests.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
            "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364;"
        ),
    }
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
CACHES["renditions"] = {**CACHES["default"], "TIMEOUT": 86400, "KEY_PREFIX": "renditions"}

# Times in seconds. `retry` is longer than any task may run, so that none runs twice at once;
# `save_limit` 0 because the default locks all saved successes after each task.
Q_CLUSTER = {
    "name": "jisr",
    "orm": "default",
    "workers": env.int("WORKERS", default=2),
    "timeout": 300,
    "retry": 420,
    "max_attempts": 5,
    "ack_failures": False,
    "bulk": 1,
    "queue_limit": 4,
    "save_limit": 0,
    "catch_up": False,
    "recycle": 500,
    "max_rss": 400_000,
    "poll": 0.5,
    "log_level": "WARNING",
}
WAGTAILLOCALIZE_JOBS = {"BACKEND": "config.jobs.LocalizeJobBackend"}

# --- E-mail ----------------------------------------------------------------------------------
vars().update(email_settings(env, demo=DEMO))
ANYMAIL_PROVIDER = env.str("ANYMAIL_PROVIDER", default="")
ANYMAIL = anymail_options()
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="noreply@localhost")
WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL
REPLY_TO_EMAIL = env.str("REPLY_TO_EMAIL", default="")
MESSAGE_RETENTION_DAYS = env.int("MESSAGE_RETENTION_DAYS", default=30)
# Empty: SECRET_KEY; but then a new SECRET_KEY forgets who wants no messages.
ADDRESS_KEY = env.str("ADDRESS_KEY", default="")

# --- SMS: docs/guides/texts.md explains each --------------------------------------------------
# `keep://` sends nothing: the outbox in the admin is where a demo's SMS can be read.
SMS_URL = env.str("SMS_URL", default="keep://")
# ISO codes; the first one is meant where a number has no prefix.
SMS_COUNTRIES: list[str] = env.list("SMS_COUNTRIES", default=["DE", "AT"])
# Millionths of a euro per part; euros per month.
SMS_PRICES: dict[str, int] = env.json("SMS_PRICES", default={"DE": 75000, "AT": 75000, "*": 150000})
SMS_BUDGET = env.int("SMS_BUDGET", default=50)
# Hours on the wall of the recipient's time zone in which nothing may ring.
SMS_QUIET_FROM = env.int("SMS_QUIET_FROM", default=21)
SMS_QUIET_UNTIL = env.int("SMS_QUIET_UNTIL", default=8)

# --- What lies above people/ is named here, so that people/ imports nothing upwards -----------
AUDIT_RECORDER = "trust.audit.record"
CONFIRMATION_SENDER = "messaging.consents.send_confirmation"

# --- Languages and time ----------------------------------------------------------------------
LANGUAGE_CODE = "de"
LOCALES = LOCALE_TABLE  # for messaging/, which lies below translation/
LANGUAGES = [(language.code, language.name_local) for language in LOCALE_TABLE]
LANGUAGES_BIDI = list(BIDI_CODES)
LOCALE_PATHS = [BASE_DIR / "site" / "locale"]
FORMAT_MODULE_PATH = ["translation.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Berlin")
LANGUAGE_COOKIE_NAME = "jisr_language"

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Wagtail ---------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Jisr"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [
    (language.code, language.name_local) for language in LOCALE_TABLE if language.complete
]
WAGTAIL_USER_TIME_ZONES = ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/Kyiv", "UTC"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing leaves the editors' browsers either.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Hosts of PeerTube whose films may be shown in our viewer.
PEERTUBE_HOSTS = env.list("PEERTUBE_HOSTS", default=[])
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# A converted page must not go live with untranslated words.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- Security --------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = PUBLIC_POLICY
CONTENT_SECURITY_POLICY_ADMIN = ADMIN_POLICY
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", default=True)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it
LANGUAGE_COOKIE_SAMESITE = "Lax"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # passkeys on localhost
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's preview is a frame of our own

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
