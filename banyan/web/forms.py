"""How every form looks: one field under the other, written in templates/web/form/."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """`{{ form }}` and `{{ form.name.as_field_group }}` draw themselves as docs/screens.md shows."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"
