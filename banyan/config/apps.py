import gc

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Python looks for cycles after every 700 new objects; an import makes millions, nearly all of them kept or freed
# without its help, and a third of the time went there.
OBJECTS_BETWEEN_LOOKS = 50_000


class ConfigConfig(AppConfig):
    name = "banyan.config"
    label = "config"
    verbose_name = _("设置")

    def ready(self) -> None:
        gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
