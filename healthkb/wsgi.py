import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthkb.settings")
application = get_wsgi_application()

from healthkb.checks import refuse_unsafe_key  # noqa: E402  the settings have to be ready

refuse_unsafe_key()
