"""Static files under names that carry their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class OfficeStaticFilesStorage(CompressedManifestStaticFilesStorage):
    def url_converter(self, name, *args, **kwargs):
        """Vendored files point to source maps they do not ship: leave such lines out."""
        convert = super().url_converter(name, *args, **kwargs)

        def converter(match):
            try:
                return convert(match)
            except ValueError:
                if "sourceMappingURL" in match[0]:
                    return ""
                raise

        return converter
