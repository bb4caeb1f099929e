"""Settings shared by every environment. What differs per place comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from kombu import Queue

from config.demo.marking import DEMO_MARKS, is_marked_demo
from config.env import env_bool, env_choice, env_int, env_list, env_text, local_secret_key

django_stubs_ext.monkeypatch()

SSO_BACKENDS = {
    "oidc": "config.sso_oidc.KnownAccountOIDC",
    "cas": "config.sso_cas.KnownAccountCAS",
}

BASE_DIR = Path(__file__).resolve().parent.parent.parent
DATA_DIR = Path(env_text("DATA_DIR", default=str(BASE_DIR / "var")))
PRIVATE_FILES_DIR = DATA_DIR / "files"

INSTALLED_APPS = [
    "units.apps.UnitsConfig",
    "indicators.apps.IndicatorsConfig",
    "assessments.apps.AssessmentsConfig",
    "reports.apps.ReportsConfig",
    "config.apps.ProjectConfig",
    "config.apps.RecordsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "drf_spectacular",
    "import_export",
    "rest_framework",
]

MIDDLEWARE = [
    "config.middleware.RequestContextMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.budget_gate.AddressBudget",
    "config.gate.InputGate",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.QuietSessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.AccountMiddleware",
    "config.budget_gate.AccountBudget",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "config.context.page_frame",
            ],
        },
    }
]

SQLITE_URL = f"sqlite:///{DATA_DIR / 'db.sqlite3'}"


IDLE_SECONDS = 600
"""A transaction that does nothing for so long belongs to somebody who died."""


def database(url: str) -> dict[str, Any]:
    """Connection settings for a URL; SQLite gets what several processes at once need."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        settings["CONN_MAX_AGE"] = 0
    else:
        settings["CONN_HEALTH_CHECKS"] = True
        settings["OPTIONS"] = {
            **settings.get("OPTIONS", {}),
            "options": " ".join(
                f"-c {name}={seconds}s"
                for name, seconds in (
                    ("statement_timeout", env_int("STATEMENT_SECONDS", default=0)),
                    ("lock_timeout", env_int("LOCK_SECONDS", default=0)),
                    ("idle_in_transaction_session_timeout", IDLE_SECONDS),
                )
            ),
        }
    return settings


DATABASES = {"default": database(env_text("DATABASE_URL", default=SQLITE_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Signing in through the office network's service, beside passwords (units/single_sign_on.py).
SSO = env_choice("SSO", ("off", "oidc", "cas"))
SSO_ATTRIBUTE = env_text("SSO_ATTRIBUTE", default="preferred_username")
SSO_ACCOUNT_FIELD = env_choice("SSO_ACCOUNT_FIELD", ("username", "phone", "email"))
SSO_START = {"off": "", "oidc": "oidc_authentication_init", "cas": "sso_cas"}[SSO]
if SSO != "off":
    AUTHENTICATION_BACKENDS.append(SSO_BACKENDS[SSO])
    LOGIN_REDIRECT_URL_FAILURE = "/sign-in/?sso=refused"
if SSO == "oidc":
    INSTALLED_APPS.append("mozilla_django_oidc")
    OIDC_CREATE_USER = False
    OIDC_USE_PKCE = True
    OIDC_RP_SIGN_ALGO = "RS256"
    OIDC_RP_SCOPES = "openid profile email"
    OIDC_RP_CLIENT_ID = env_text("OIDC_CLIENT_ID")
    OIDC_RP_CLIENT_SECRET = env_text("OIDC_CLIENT_SECRET")
    OIDC_OP_AUTHORIZATION_ENDPOINT = env_text("OIDC_AUTHORIZATION_ENDPOINT")
    OIDC_OP_TOKEN_ENDPOINT = env_text("OIDC_TOKEN_ENDPOINT")
    OIDC_OP_USER_ENDPOINT = env_text("OIDC_USER_ENDPOINT")
    OIDC_OP_JWKS_ENDPOINT = env_text("OIDC_JWKS_ENDPOINT")
if SSO == "cas":
    INSTALLED_APPS.append("django_cas_ng")
    CAS_SERVER_URL = env_text("CAS_SERVER_URL")
    CAS_VERSION = "3"
    CAS_CREATE_USER = False
    CAS_APPLY_ATTRIBUTES_TO_USER = False
    CAS_LOGIN_MSG = None
    CAS_REDIRECT_URL = "reports:home"
    CAS_STORE_NEXT = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "units.passwords.NotOwnName"},
    {
        "NAME": "units.passwords.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "units.passwords.NotListed"},
    {"NAME": "units.passwords.NotDigitsOnly"},
    {"NAME": "units.passwords.MixedCharacters"},
    {"NAME": "units.passwords.NoCommonWord"},
    {"NAME": "units.passwords.NotUsedLately"},
]
LOGIN_URL = "units:sign_in"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "units:sign_in"

SESSION_ENGINE = "units.session_store"
SESSION_COOKIE_AGE = 1800
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CSRF_COOKIE_HTTPONLY = False  # the entry grid reads it to send its saves

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
# By name alone the lock is slower (BUDGETS): else anybody locks anybody out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "units.views.sign_in.locked"
AXES_CLIENT_IP_CALLABLE = "units.request_context.client_address"
AXES_SENSITIVE_PARAMETERS = ["password", "token"]
# The key of the log's chain lies outside the database; a file of this installation by default.
AUDIT_KEY = env_text("AUDIT_KEY") or local_secret_key(DATA_DIR / "audit_key")
DIGEST = env_choice("DIGEST", ("sha256", "sm3"))
_HASHERS = (
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "units.hashers.PBKDF2SM3PasswordHasher",
)
# The first hashes new passwords; both are known, so that old ones stay valid and are renewed.
PASSWORD_HASHERS = list(_HASHERS if DIGEST == "sha256" else reversed(_HASHERS))
PROXY_COUNT = env_int("PROXY_COUNT", default=0)
PASSWORD_MAX_AGE_DAYS = env_int("PASSWORD_MAX_AGE_DAYS", default=0)
OTP_TOTP_ISSUER = "两纲监测评估系统"
REQUIRE_2FA = env_bool("REQUIRE_2FA", default=False)
SECOND_FACTOR_FOR = env_list("SECOND_FACTOR_FOR", default=[])

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "staticfiles"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
UNIT_QUOTA_BYTES = env_int("UNIT_QUOTA_MB", default=2000) * 1024 * 1024
# Bytes of forgotten files stay so long: longer than a backup takes, and than its discovery.
FILE_GRACE_DAYS = env_int("FILE_GRACE_DAYS", default=7)
EVIDENCE_MAX_BYTES = env_int("EVIDENCE_MAX_MB", default=20) * 1024 * 1024

# Tables for the records are parsed where ledgers are: in a child process of the worker.
TABLE_READER = "indicators.services.table_rows.table_rows"

REDIS_URL = env_text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "budgets": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "budgets",
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "budgets"},
}
# How often within how many seconds (units/budgets.py). Far above what people do: a whole building
# may stand behind one address, an open page asks every two seconds.
BUDGETS = {
    "address": (3000, 60),
    "account": (900, 60),
    "changes": (300, 60),
    "upload": (200, 3600),
    "report": (200, 3600),
    "assess": (300, 3600),
    "export": (600, 3600),
    "sign_in_address": (30, 600),  # failures of one address, whatever the names
    "sign_in_name": (20, 1800),  # failures of one name, whatever the addresses
}
QUEUE_LIMIT = 60  # rows of one kind that one person has waiting

CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
# Reports and assessments are long, files are many: each kind has its own queue, taken in turns.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("files"), Queue("reports")]
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ROUTES = {
    "indicators.tasks.*": {"queue": "files"},
    "units.tasks.table_check": {"queue": "files"},
    "reports.tasks.*": {"queue": "reports"},
    "assessments.tasks.*": {"queue": "reports"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False
JOB_LEASE_SECONDS = env_int("JOB_LEASE_SECONDS", default=20)
JOB_SWEEP_SECONDS = env_int("JOB_SWEEP_SECONDS", default=30)
CELERY_TASK_TIME_LIMIT = env_int("JOB_MAX_SECONDS", default=3600)

# A database that the demonstration filled stays marked, whoever opens it.
DEMO = env_bool("DEMO", default=is_marked_demo(DATA_DIR / DEMO_MARKS, DATABASES["default"]))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "EXCEPTION_HANDLER": "units.api.refusal_handler",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "两纲监测评估系统接口",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "PlanKindEnum": "indicators.choices.PlanKindChoices",
        "ResponsibilityEnum": "indicators.choices.ResponsibilityChoices",
        "AssessmentStageEnum": "assessments.choices.AssessmentStage",
        "PlanScopeEnum": "assessments.choices.PlanScope",
        "VerdictEnum": "assessments.choices.VerdictChoices",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api_schema.tidy_schema",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_lines.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {
        "one_line": {
            "()": "django.utils.log.CallbackFilter",
            "callback": "ext://config.log_lines.without_traceback",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "units.audit": {"level": "INFO"},  # the daily anchor of the log of acts
        "django.security.DisallowedHost": {"filters": ["one_line"]},
    },
}
