"""Settings. Every value that differs between installations comes from the environment (docs/operations.md)."""

from contextlib import suppress
from pathlib import Path

from healthkb.env import (
    env_bool,
    env_cache,
    env_choice,
    env_databases,
    env_days,
    env_float,
    env_int,
    env_list,
    env_media,
    env_rates,
    env_secret,
    env_shared_cache,
    env_str,
)
from healthkb.headers import HSTS_SECONDS

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env_str("VAR_DIR") or BASE_DIR / "var")
with suppress(OSError):  # whatever then needs the folder says so itself
    VAR_DIR.mkdir(parents=True, exist_ok=True)
VERSION = "0.1.0"

# The key that commands and tests use when none was made. The web server refuses to start with it (healthkb/wsgi.py).
UNSAFE_SECRET_KEY = "unsafe-key-for-commands-and-tests-only-0123456789abcdef"  # noqa: S105

DEBUG = env_bool("DEBUG")
DEMONSTRATION = env_bool("DEMONSTRATION")
SECRET_KEY = env_secret("SECRET_KEY", default_file=VAR_DIR / "secret_key") or UNSAFE_SECRET_KEY
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # First, so that its rows can be taken out of the admin again: they are for the pages of the second step only.
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "healthkb.apps.HealthKBConfig",
    "triage",
    "articles",
    "healthkb.questions",
    "healthkb.apps.HealthKBAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "import_export",
]

MIDDLEWARE = [
    "healthkb.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "healthkb.middleware.SecurityHeadersMiddleware",
    "healthkb.middleware.AddressMiddleware",
    "healthkb.api.transport.HttpsMiddleware",
    "healthkb.api.lengths.LengthMiddleware",
    "healthkb.static_files.StaticFilesMiddleware",
    "healthkb.api.throttling.RateLimitMiddleware",
    "healthkb.api.deprecation.DeprecationMiddleware",
    "healthkb.api.cookies.NoCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "healthkb.middleware.IdleMiddleware",
    "healthkb.middleware.SecondStepMiddleware",
    "healthkb.middleware.ActingPersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "healthkb.replicas.PublicReadsMiddleware",
]

ROOT_URLCONF = "healthkb.urls"
AUTH_USER_MODEL = "healthkb.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "libraries": {"reading": "healthkb.site.tags", "read_only": "articles.admin.read_only"},
        },
    },
]

# Storage

DATABASES = env_databases(default_path=VAR_DIR / "healthkb.sqlite3")
# Readers get what a replica has while it had all there was within so many seconds (healthkb/replicas.py).
DATABASE_REPLICA_MAX_LAG = env_float("DATABASE_REPLICA_MAX_LAG", 5.0)
DATABASE_ROUTERS = ["healthkb.replicas.PublicReads"] if len(DATABASES) > 1 else []
REDIS_URL = env_str("REDIS_URL")
CACHES = {"default": env_cache(), "shared": env_shared_cache(VAR_DIR / "cache")}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env_str("MEDIA_ROOT") or VAR_DIR / "media")
STORAGES = {
    "default": env_media(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "healthkb.static_files.StaticFiles"
    },
}

# Language and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt")]
TIME_ZONE = env_str("TIME_ZONE", "Europe/London")
USE_TZ = True

# Sign-in

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.CommonPasswordValidator",
        "OPTIONS": {"password_list_path": BASE_DIR / "healthkb/accounts/common_passwords.txt.gz"},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "healthkb.accounts.passwords.NoWordsOfThisPlace"},
]
AUTHENTICATION_BACKENDS = ["healthkb.accounts.backend.LimitedBackend"]
# Who approves, publishes or manages accounts needs a code from a phone too. A demonstration asks for the password only.
SECOND_STEP = env_bool("SECOND_STEP", default=not DEMONSTRATION)
SECOND_STEP_FOR_ALL = env_bool("SECOND_STEP_FOR_ALL")
# Minutes after which the password is asked for again before a publish, an import or a change of an account; 0 is never.
PROVE_AGAIN_MINUTES = env_int("PROVE_AGAIN_MINUTES", 0 if DEMONSTRATION else 15)
# Minutes after which somebody who did nothing has to sign in again; 0 is never, within the 8 hours of a session.
IDLE_MINUTES = env_int("IDLE_MINUTES", 60)
OTP_TOTP_ISSUER = "HealthKB"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

# Readers do not get a page whose review is overdue by more than these days, by its most urgent sign, or any page.

WITHHOLD_OVERDUE = env_days("WITHHOLD_OVERDUE")

# E-mail: to the server named here, else to standard output.

EMAIL_HOST = env_str("EMAIL_HOST", "localhost")
EMAIL_PORT = env_int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env_str("EMAIL_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", "healthkb@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if env_str('EMAIL_HOST') else 'console'}.EmailBackend"

# Transport. HTTPS=1 wherever it is reached over a network; TRUST_PROXY=1 only behind a proxy that sets the header.

HTTPS = env_bool("HTTPS")
SECURE_SSL_REDIRECT = HTTPS
# People are led on; programs are told to ask otherwise (HttpsMiddleware).
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^api/"]
SECURE_HSTS_SECONDS = HSTS_SECONDS if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_bool("TRUST_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
IDLE_COOKIE_NAME = "__Host-active" if HTTPS else "active"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_ENGINE = "healthkb.accounts.sessions"
# Not in a cookie of its own, so that there is no cookie without the __Host- prefix.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "healthkb.uploads.NamelessFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = env_int("MAX_BODY_BYTES", 2 * 1024 * 1024)
# One long article has about 60 rows of a dozen fields in its admin form; the default of 1,000 is too near.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# API

# Where people read an article, for the sitemap, the Atom feed and JSON-LD: an address with {slug} and {lang} in it.
ARTICLE_PAGE_URL = env_str("ARTICLE_PAGE_URL")

# How much one client may ask for, by the kind of work. Published documents and lists (`read`) are ready-made bytes.
RATE_LIMITS = env_rates(
    "RATE_LIMITS",
    "read:0,search:600/min,export:30/min,triage:1200/min,preview:120/min,questions:10/hour,feedback:30/hour",
)

RATE_COUNTS = VAR_DIR / "rate-counts"  # where the processes of one machine count together, without Redis
KEY_RATE_FACTOR = env_int("KEY_RATE_FACTOR", 10)  # with an API key, this many times as much

# Networks of this installation's own that webhooks may go to. All other private addresses are refused.
WEBHOOK_ALLOWED_NETWORKS = env_list("WEBHOOK_ALLOWED_NETWORKS")

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer",
        "rest_framework.renderers.BrowsableAPIRenderer",
    ],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "healthkb.api.negotiation.BrowsableForStaff",
    "DEFAULT_PARSER_CLASSES": ["healthkb.api.parsers.BoundedJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_THROTTLE_CLASSES": ["healthkb.api.throttling.ClientThrottle"],
    "DEFAULT_PAGINATION_CLASS": "healthkb.api.pagination.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "healthkb.api.schema.OperationSchema",
    "EXCEPTION_HANDLER": "healthkb.api.errors.problem_response",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": env_int("NUM_PROXIES", 0),
    "PAGE_SIZE": 20,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}

# The reader site (healthkb/site): whose emergency number and words it shows

COUNTRY = env_str("COUNTRY", "GB")

# Readers' questions. After these days, what is unanswered and what readers wrote in private is deleted. While as many
# wait as people can read, no more are taken. SITE_URL, such as https://health.example.org, is for links in e-mails.

QUESTION_RETENTION_DAYS = env_int("QUESTION_RETENTION_DAYS", 90)
QUESTIONS_MOST_WAITING = env_int("QUESTIONS_MOST_WAITING", 500)
SITE_URL = env_str("SITE_URL").rstrip("/")

SPECTACULAR_SETTINGS = {
    "TITLE": "HealthKB API",
    "DESCRIPTION": (
        "Published health articles and the reusable entries they are made of: causes, remedies, red flags, tests and "
        "questions. Everything that is answered here was reviewed and published; drafts cannot be reached.\n\n"
        "Errors are `application/problem+json` (RFC 9457) with a stable `type`, described at `/problems/`."
    ),
    "VERSION": VERSION,
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "displayRequestDuration": True, "validatorUrl": None},
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "healthkb.api.schema.document_problems",
        "articles.api.schema.add_components",
        "triage.api.schema.add_components",
        "healthkb.questions.api.describing.add_components",
        "healthkb.api.webhooks.describe_webhooks",
        "healthkb.api.examples.add_examples",
        "healthkb.api.deprecation.describe_deprecations",
    ],
}

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = False
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# Log: to standard error, one line each, for people (line) or for programs (json, with a line for each request that
# Django answers). Bodies, query strings and addresses of requests are never written.

LOG_FORMAT = env_choice("LOG_FORMAT", "line", "json")
# A header, such as X-Request-Id, in which the proxy before this server sends the id that it has given each request.
REQUEST_ID_HEADER = env_str("REQUEST_ID_HEADER")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "healthkb.logs.AboutRequest"}},
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "healthkb.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request"]}},
    "root": {"handlers": ["stderr"], "level": env_str("LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "healthkb.access": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
        "articles.audit": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"},
    },
}

# Metrics for Prometheus. Web processes count requests in files that `manage.py serve_metrics` adds up.

METRICS = env_bool("METRICS")
METRICS_FOLDER = VAR_DIR / "metrics"
METRICS_ADDRESS = env_str("METRICS_ADDRESS", "127.0.0.1:9464")
METRICS_TOKEN = env_str("METRICS_TOKEN")
