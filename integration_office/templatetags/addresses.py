"""`{% url %}` in all templates: Django's own, with addresses that are kept."""

from django.template import Context, Library
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as usual
from django.utils.html import conditional_escape

from integration_office.addresses import address


register = Library()


class KeptURLNode(URLNode):
    def render(self, context: Context) -> str:
        if self.kwargs or self.asvar:
            return super().render(context)
        keys = [key.resolve(context) for key in self.args]
        found = address(self.view_name.resolve(context), *keys)
        return conditional_escape(found) if context.autoescape else found


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = usual(parser, token)
    return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)
