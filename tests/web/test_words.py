"""Every word of a template is marked for translation."""

import re

import pytest
from django.template.base import Lexer, TokenType

from tests.architecture.source import templates

pytestmark = pytest.mark.plain

CHINESE = re.compile(r"[\u3400-\u9fff，。：；！？「」]+")
# Sample words for the makers of screens, never shown in production.
WITHOUT_TRANSLATION = {"banyan/web/templates/web/style.html"}


def bare_words(text: str) -> list[str]:
    """Chinese that stands in a template outside translate, blocktranslate, comments and _("…")."""
    found, closing = [], ""
    for token in Lexer(text).tokenize():
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if closing:
            closing = "" if name == closing else closing
        elif name in ("blocktranslate", "blocktrans", "comment"):
            closing = f"end{name}"
        elif token.token_type == TokenType.TEXT:
            found += CHINESE.findall(token.contents)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR) and name not in ("translate", "trans"):
            found += CHINESE.findall(re.sub(r"""_\((["']).*?\1\)""", "", token.contents))
    return found


def test_no_template_holds_a_word_that_cannot_be_translated() -> None:
    bare = {file.name: bare_words(file.text) for file in templates() if file.name not in WITHOUT_TRANSLATION}
    assert {name: words for name, words in bare.items() if words} == {}


@pytest.mark.parametrize(
    "template",
    [
        "<p>您好</p>",
        '<a aria-label="返回">',
        '{% include "x.html" with title="都办完了" %}',
        '{{ name|default:"没有" }}',
        "{% blocktranslate %}好{% endblocktranslate %}坏",
    ],
)
def test_the_wall_sees_a_bare_word(template: str) -> None:
    assert bare_words(template)


@pytest.mark.parametrize(
    "template",
    [
        '{% translate "您好" %}',
        "{% blocktranslate with n=n %}还有{{ n }}天{% endblocktranslate %}",
        "{% comment %}说明{% endcomment %}",
        '{% include "x.html" with title=_("都办完了") %}',
        "{# 说明 #}",
    ],
)
def test_marked_words_pass(template: str) -> None:
    assert bare_words(template) == []


def test_no_template_writes_a_date_in_figures_but_the_record_with_its_seconds() -> None:
    in_figures = {file.name for file in templates() if re.search(r'date:"Y-m-d', file.text)}
    assert in_figures == {"banyan/privacy/templates/privacy/record.html"}
