"""What a web server loads. `manage.py runserver`, which is for one person's own machine, does not."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthkb.settings")
application = get_wsgi_application()

from healthkb.checks import refuse_unsafe_deployment  # noqa: E402  the settings have to be ready

refuse_unsafe_deployment()
