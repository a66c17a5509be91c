"""Settings of one installation, all from the environment (see docs/operations.md).

A bad value stops the start by its name. Secrets can also come from a file: <NAME>_FILE.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()
environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY belum diisi. Jalankan `make run` sekali, atau isi SECRET_KEY pada berkas .env."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
"""The public address that QR codes and messages point to."""

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "viewflow.workflow",
    "guardian",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "wfa.audit",
    "wfa.notifications",
    "wfa.files",
    "wfa.people",
    "wfa.calendars",
    "wfa.decisions",
    "wfa.policies",
    "wfa.schedules",
    "wfa.exchange",
    "wfa.requests",
    "workflows",
    "wfa.attendance",
    "wfa.performance",
    "documents",
    "wfa",
]
MIDDLEWARE = [
    "wfa.attendance.middleware.ServiceMinutesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wfa.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wfa.middleware.AccessMiddleware",
    "wfa.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "wfa.urls"
WSGI_APPLICATION = "wfa.wsgi.application"
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
                "wfa.context.shell",
            ],
            "builtins": ["wfa.templatetags.luwes"],
        },
    }
]

# --- data -------------------------------------------------------------------
DATA_DIR = env.path("DATA_DIR", default=str(BASE_DIR / "data"))
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR('luwes.sqlite3')}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    Path(DATA_DIR()).mkdir(mode=0o700, parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        # compiling a query takes longer than the short ones here ever run
        "-c lock_timeout=10s -c statement_timeout=60s -c jit=off"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=DATA_DIR("media"))
STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=DATA_DIR("static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- people and sign-in -----------------------------------------------------
AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wfa.people.backends.PeopleBackend",
]
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["wfa.people.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "masuk"
LOGIN_REDIRECT_URL = "beranda"
LOGOUT_REDIRECT_URL = "masuk"
SESSION_COOKIE_AGE = 60 * 60 * 12
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "people/locked_out.html"
AXES_VERBOSE = False
# As `authenticate` calls it. By default it is USERNAME_FIELD ("login"), and no attempt has a name.
AXES_USERNAME_FORM_FIELD = "username"
# Never written down, in the log or with an attempt: who it was, and passwords of other forms.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "old", "again"]

# --- language, zone ---------------------------------------------------------
LANGUAGE_CODE = "id"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Jakarta")
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
if TIME_ZONE not in ZONE_NAMES:
    raise ImproperlyConfigured(f"TIME_ZONE harus salah satu dari {', '.join(ZONE_NAMES)}.")

# --- headers ----------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = env.bool("HTTPS", default=BASE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_CLIENT_IP_CALLABLE = "wfa.people.visitors.address_behind_proxy"

# --- messages and long work -------------------------------------------------
# without a server of the office mails wait as files, closed to others; never in a log
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{DATA_DIR('surel')}"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="luwes@localhost")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SWEEPS = [
    "wfa.notifications.services.deliver_due",
    "documents.services.issue_due",
    "workflows.services.end_due",
    "workflows.services.clocks.remind_due",
    "workflows.services.clocks.send_digests",
    "wfa.exchange.services.deliver_due",
    "wfa.attendance.services.expect_due",
    "wfa.attendance.services.examine_due",
    "wfa.attendance.services.watch_due",
    "wfa.attendance.services.draw_due",
    "wfa.attendance.services.propose_due",
    "wfa.attendance.services.purge_due",
    "wfa.performance.services.purge_due",
    "wfa.schedules.services.blank_due",
]
"""What the worker takes up every minute, whatever became of the jobs."""
PROBE_URL: str = env.str("PROBE_URL", default=f"{BASE_URL}/sehat/")
"""Where the worker looks whether the web service answers; an outage extends check-in windows."""
EXCHANGE_PRIVATE: bool = env.bool("EXCHANGE_PRIVATE", default=True)
"""Whether the schedule may be sent to an attendance application inside one's own network."""
PHOTO_RATE: float = env.float("PHOTO_RATE", default=20.0)
"""Pictures of check-ins that one web process takes in a second; what is more comes later. 0: all."""
if PHOTO_RATE < 0:
    raise ImproperlyConfigured("PHOTO_RATE harus nol atau lebih.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
# guardian.W001: rights are asked through wfa.people.permissions only, not through a backend.
# security.W019: papers are previewed in a frame of our own pages (frame-ancestors says the same).
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "security.W019"]
if not HTTPS:
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
