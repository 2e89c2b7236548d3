import mimetypes

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Uploaded pictures. A proxy may serve the folder instead; a stored file never changes under its name."""
    in_folder = isinstance(default_storage, FileSystemStorage)
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT)) if in_folder else from_bucket(path)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def from_bucket(path: str) -> FileResponse:
    """At the same address wherever it is stored, so that what was published stays right when the store changes."""
    try:
        stored = default_storage.open(path)
    except (OSError, SuspiciousFileOperation):
        raise Http404 from None
    return FileResponse(stored, content_type=mimetypes.guess_type(path)[0] or "application/octet-stream")
