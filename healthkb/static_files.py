import os
from typing import Any

from django.conf import settings
from whitenoise.compress import Compressor
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Packed with gzip only: Brotli at its best level makes the first start a minute longer."""

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=False, **options)


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """Serves what pages name, and not the list of it all, which is for us."""

    def add_file_to_dictionary(self, url: str, path: str, stat_cache: dict[str, os.stat_result] | None = None) -> None:
        if url != settings.STATIC_URL + StaticFiles.manifest_name:
            super().add_file_to_dictionary(url, path, stat_cache)
