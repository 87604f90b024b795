"""What schemathesis is told about this API besides its description."""

import itertools
from xml.sax.saxutils import escape

import requests.adapters
import schemathesis
import urllib3.util.connection

addresses = itertools.count(1)
connect = urllib3.util.connection.create_connection
send = requests.adapters.HTTPAdapter.send


def connect_from_elsewhere(address, *arguments, **options):
    """A connection from a loopback address that no other has."""
    high, low = divmod(next(addresses), 254)
    return connect(address, *arguments, **{**options, "source_address": (f"127.1.{high % 254 + 1}.{low + 1}", 0)})


def send_alone(self, request, *arguments, **options):
    """A request on a connection of its own."""
    request.headers["Connection"] = "close"
    return send(self, request, *arguments, **options)


# The gateway answers unknown tokens the later the more of them come from an address. Every call is tried with such a token;
# from one address, nearly all of the time would be spent waiting.
urllib3.util.connection.create_connection = connect_from_elsewhere
requests.adapters.HTTPAdapter.send = send_alone


@schemathesis.hook
def before_call(context, case, kwargs):
    """Nobody waits for deliveries: a long poll is a long poll however long it is."""
    places = {"leaseOfUnit": case.query, "leaseOfUnits": case.body}
    place = places.get(case.operation.definition.raw.get("operationId"))
    if not isinstance(place, dict):
        return
    wait = place.get("wait")
    # What is no wait at all stays as it is, to be refused.
    if wait is None or str(wait).removesuffix(".0") in map(str, range(1, 61)):
        place["wait"] = 0


def content(value):
    """What stands in an element; null has no form in XML but to be left out."""
    if isinstance(value, dict):
        return "".join(f"<{name}>{content(part)}</{name}>" for name, part in value.items() if part is not None)
    if isinstance(value, list):
        return "".join(f"<item>{content(part)}</item>" for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else escape(str(value))


@schemathesis.serializer("application/xml", "text/xml")
def api_object(context, value):
    """An object of the API in XML.

    That of schemathesis drops the characters that no XML may hold, and does not wrap a list that may also be a word.
    """
    if isinstance(value, bytes):
        return value
    # What is no object is none in XML either: null, an empty text and an empty list would all be an object without members.
    if not isinstance(value, dict):
        return f"<value>{content(value)}</value>".encode("utf-8", "surrogatepass")
    return f'<call xmlns="urn:vaxel:api:1">{content(value)}</call>'.encode("utf-8", "surrogatepass")
