"""What a web server loads. `manage.py runserver`, which is for one person's own machine, does not."""

import gc
import os
from typing import Any

# What is loaded here stays. To look through it for what may go takes time now, and later would hold up every thread.
gc.disable()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthkb.settings")
django = get_wsgi_application()

from healthkb.checks import refuse_unsafe_deployment  # noqa: E402  the settings have to be ready
from healthkb.fast_path import FastPath  # noqa: E402
from healthkb.fast_triage import FastTriage  # noqa: E402
from healthkb.outages import watches  # noqa: E402
from healthkb.reading_ahead import ReadingAhead  # noqa: E402

refuse_unsafe_deployment()
watches.begin()
application: Any = FastTriage(django)
if not settings.RATE_LIMITS.get("read", (0, 0))[0]:  # only Django counts who reads
    application = FastPath(application)
application = ReadingAhead(application)
if settings.METRICS:
    from healthkb.metrics.requests import CountedRequests

    application = CountedRequests(application)

gc.freeze()
gc.enable()
