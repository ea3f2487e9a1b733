"""Settings of the test suite: real parts, only cheaper."""

import tempfile
from pathlib import Path

from config.settings.base import *

SECRET_KEY = "only-for-tests-and-never-anywhere-else-0123456789-0123456789"
ALLOWED_HOSTS = ["*"]
# The address of the site in a fresh database; Django's test client and RequestFactory name no port.
SITE_URL = WAGTAILADMIN_BASE_URL = "http://localhost"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
_media = tempfile.TemporaryDirectory(prefix="jisr-media-")  # goes with the process
MEDIA_ROOT = Path(_media.name)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Nobody waits in a test.
PUBLIC_FORM_MIN_SECONDS = 0
# With `--reuse-db`, a database of this name is migrated once and kept for the next run.
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default=None)}
# Jobs run at once; the tests that need a worker start one.
Q_CLUSTER["sync"] = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "r"},
}
