"""Every setting of the house. Each one that an operator may change is read from the environment
and stands in the README's table of settings."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from banyan.shared.keys import load_keyring

env = environ.Env()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(env("BANYAN_HOME", default=str(PACKAGE.parent / "var"))).resolve()
MODE = env("BANYAN_MODE", default="development")
IS_PRODUCTION = MODE == "production"
IS_TEST = MODE == "test"
DEBUG = False

KEYRING = load_keyring(HOME / "keys")
SECRET_KEY = KEYRING.cookie_secret()
ALLOWED_HOSTS = env.list("BANYAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
# Links on papers and in messages start with this, whatever the Host header says (R-W3).
BASE_URL = env("BANYAN_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# How many proxies of ours stand in front: the address that counts is so many from the right.
TRUSTED_PROXIES = env.int("BANYAN_TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "template_partials",
    "ninja",
    "banyan.config",
    "banyan.shared",
    "banyan.jobs",
    "banyan.audit",
    "banyan.accounts",
    "banyan.orgs",
    "banyan.people",
    "banyan.documents",
    "banyan.notify",
    "banyan.tasks",
    "banyan.intake",
    "banyan.journeys",
    "banyan.ledger",
    "banyan.privacy",
    "banyan.insight",
    "banyan.web",
    "banyan.demo",
]

MIDDLEWARE = [
    "banyan.web.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "banyan.web.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "banyan.web.middleware.LanguageMiddleware",
    "banyan.accounts.middleware.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "banyan.orgs.middleware.ViewerMiddleware",
    "banyan.web.middleware.ErrorsMiddleware",
    "banyan.web.middleware.IdempotencyMiddleware",
]

ROOT_URLCONF = "banyan.config.urls"
WSGI_APPLICATION = "banyan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "banyan.web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "banyan.web.forms.Renderer"

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-20000;"
    "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364"
)
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'banyan.sqlite3'}")}
DATABASE = DATABASES["default"]
DATABASE["CONN_MAX_AGE"] = None
if DATABASE["ENGINE"].endswith("sqlite3"):
    # No mmap_size: it loses committed rows on SQLite 3.40 (docs/decisions/0002-sqlite.md).
    # SQLite's wait for a lock is not fair: of eight busy writers one can be passed over for half a minute.
    DATABASE["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 60, "init_command": SQLITE_PRAGMAS}
elif env.bool("BANYAN_PREPARE", default=True):
    # Only what goes through shared/prepared.py; off behind a pooler that hands out connections by the transaction.
    DATABASE["OPTIONS"] = {**DATABASE.get("OPTIONS", {}), "prepare_threshold": 2}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
IS_POSTGRES = DATABASE["ENGINE"].endswith("postgresql")

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["banyan.accounts.backends.NameOrPhoneBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if IS_TEST:
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "banyan.accounts.passwords.EnoughCharactersValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "banyan.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "web:home"
# An office of township rank or above signs in with a second factor (R-B3). Off in the demonstration.
SECOND_FACTOR_REQUIRED = env.bool("BANYAN_SECOND_FACTOR", default=IS_PRODUCTION)
SESSION_IDLE_MINUTES = env.int("BANYAN_SESSION_IDLE_MINUTES", default=30)
SESSION_OFFICER_IDLE_MINUTES = env.int("BANYAN_SESSION_OFFICER_IDLE_MINUTES", default=15)
SESSION_HOURS = env.int("BANYAN_SESSION_HOURS", default=12)
SESSION_ENGINE = "banyan.accounts.backends"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "banyan.web.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("BANYAN_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("英文"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_TEST
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Maps serve whoever debugs a library: compressing them is most of setup's time.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
MEDIA_ROOT = HOME / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A file upload carries hidden fields beside the file; 200 is ample and stops a flood of names.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = env.int("BANYAN_UPLOAD_MAX_MB", default=20) * 1024 * 1024

CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
TASKS = {"default": {"BACKEND": "banyan.jobs.backend.DatabaseBackend"}}
LOG_LEVEL = env("BANYAN_LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # The handler has the level too: Django's own loggers have theirs, and ask the root for none.
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "level": LOG_LEVEL}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}

# Who may do what: the one page config/offices.py, named here because orgs may not import upwards.
BANYAN_OFFICES = "banyan.config.offices.OFFICES"
# What the offices of an account ask of its sessions, named here because accounts may not import upwards.
BANYAN_SIGN_IN_RULES = "banyan.orgs.queries.sign_in_rules"
# How many people belong to an organisation, named here because orgs may not import people.
BANYAN_OCCUPANTS = "banyan.people.queries.count_occupants"
# Who counts the pictures of a member and a branch (R-F5), named here because people may not import upwards.
BANYAN_PICTURES = ["banyan.tasks.queries.pictures_of", "banyan.journeys.queries.photo.pictures_of"]
NINJA_PAGINATION_MAX_LIMIT = 200
# What stories make of the rows of an accepted roster, named here because intake may not import upwards.
# Where members are now: a module of a story above the tasks, with people_in(region) and region_of(person).
BANYAN_PLACES = "banyan.journeys.queries.place"
BANYAN_INTAKE_TARGETS = [
    "banyan.intake.actions.households.HOUSEHOLDS",
    "banyan.journeys.intake.DEPARTURES",
]
# What becomes of answers in a pasted chat, by kind; a kind nobody registers can be read and nothing more.
BANYAN_CHAT_TARGETS = ["banyan.journeys.intake.REPORTS", "banyan.intake.actions.claims.CLAIMS"]
