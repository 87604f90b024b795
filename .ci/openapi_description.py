"""What schemas/openapi.json says, read strictly: which answer an operation may give, and how it must look."""

import json
import urllib.parse
import xml.etree.ElementTree as ElementTree

from jsonschema import Draft202012Validator

MESSAGES = "urn:vaxel:message:1"


class Description:
    """The description with nothing left open: no member, and no code, that it does not name.

    Clients are promised less, so that members and codes may be added.
    """

    def __init__(self, document, message):
        """Takes the document, and a message in JSON that stands for any in XML, which the XSDs judge."""
        self.document = document
        self.message = message
        self.schemas = document["components"]["schemas"]
        self.operations = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
        }
        for schema in self.schemas.values():
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)
        responses = list(document["components"]["responses"].values())
        for _, _, operation in self.operations.values():
            responses += operation["responses"].values()
        for response in responses:
            if "x-vaxel-codes" in response:
                code = {"properties": {"code": {"enum": response["x-vaxel-codes"]}}}
                for content in response["content"].values():
                    content["schema"] = {"allOf": [content["schema"], code]}

    def place(self, name, places):
        """The method and the path of an operation, its places filled in."""
        method, path, _ = self.operations[name]
        for place, value in places.items():
            path = path.replace("{" + place + "}", urllib.parse.quote(value, safe=""))
        return method, path

    def judge(self, name, status, headers, body):
        """Says what is wrong with an answer; nothing, when it is as described."""
        answer = self.operations[name][2]["responses"].get(str(status))
        if answer is None:
            return f"{status} is not described"
        if "$ref" in answer:
            answer = self.document["components"]["responses"][answer["$ref"].split("/")[-1]]
        for header, sign in answer.get("headers", {}).items():
            if sign["required"] and header not in headers:
                return f"{header} is missing"
        media_type = headers.get("Content-Type", "").split(";")[0]
        if "content" not in answer:
            return f"a body where none is described: {body[:80]}" if body else None
        if media_type not in answer["content"]:
            return f"{media_type} is not described"
        return self.fault(media_type, answer["content"][media_type]["schema"], body)

    def fault(self, media_type, schema, body):
        """What is wrong with a body."""
        if media_type == "text/plain" or schema.get("type") == "string":
            return None
        if media_type.endswith("json"):
            value = json.loads(body)
        else:
            root = ElementTree.fromstring(body)
            if root.tag.startswith(f"{{{MESSAGES}}}"):
                return None
            written = self.resolved(schema, root.tag.split("}")[-1]).get("xml", {})
            if root.tag != f"{{{written.get('namespace')}}}{written.get('name')}":
                return f"{root.tag} is not the root that is described"
            value = self.from_xml(root, schema)
        errors = Draft202012Validator({**schema, "components": self.document["components"]}).iter_errors(value)
        return next((f"{error.json_path}: {error.message[:200]}" for error in errors), None)

    def resolved(self, schema, root=None):
        """The schema itself, where others only point; of several the one that has that root in XML."""
        if "$ref" in schema:
            return self.resolved(self.schemas[schema["$ref"].split("/")[-1]], root)
        for choices in (schema.get("anyOf"), schema.get("allOf")):
            if choices:
                found = [self.resolved(choice, root) for choice in choices]
                return next((one for one in found if one.get("xml", {}).get("name") == root), found[0])
        return schema

    def from_xml(self, element, schema):
        """The value of an element, as JSON would have it."""
        if element.tag.startswith(f"{{{MESSAGES}}}"):
            return self.message
        schema = self.resolved(schema, element.tag.split("}")[-1])
        if schema.get("type") == "array":
            return [self.from_xml(item, schema["items"]) for item in element]
        if schema.get("type") == "object":
            names = [child.tag.split("}")[-1] for child in element]
            known = schema.get("properties", {})
            return {name: self.from_xml(child, known.get(name, {})) for child, name in zip(element, names)}
        if schema.get("type") == "integer":
            return int(element.text)
        if schema.get("type") == "boolean":
            return element.text == "true"
        return element.text or ""

    def without_references(self, schema):
        """A parameter's schema by itself: schemathesis loses references where a dictionary is bound."""
        if "$ref" in schema:
            return self.without_references(self.schemas[schema["$ref"].split("/")[-1]])
        if "anyOf" in schema:
            return {**schema, "anyOf": [self.without_references(choice) for choice in schema["anyOf"]]}
        return schema

    def for_schemathesis(self, examples):
        """The document as schemathesis can make use of it, with messages that the gateway takes."""
        for _, _, operation in self.operations.values():
            for parameter in operation["parameters"]:
                if "schema" in parameter:
                    parameter["schema"] = self.without_references(parameter["schema"])
        posted = self.operations["postMessage"][2]["requestBody"]["content"]["application/json"]
        # What the types ask of head and content is more than schemathesis can make up; the examples are whole.
        message = {name: part for name, part in self.schemas["Message"].items() if name != "allOf"}
        # Each message of a batch is judged by itself, so that the call succeeds whatever they are.
        posted["schema"] = {"anyOf": [message, {"type": "array", "minItems": 1, "maxItems": 100}]}
        posted["examples"] = {f"sample{number}": {"value": example} for number, example in enumerate(examples)}
        return self.document
