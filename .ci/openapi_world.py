"""Walks through every door of a gateway, judges each answer by the description, and writes what schemathesis reads.

What schemathesis makes up is mostly refused. Here every answer that is no refusal is seen at least once, in JSON and in XML.
"""

import glob
import http.client
import json
import shutil
import sys
import urllib.parse
import uuid

from jsonschema import Draft202012Validator
from openapi_description import Description
from referencing import Registry, Resource

URL, FOLDER = sys.argv[1:]
SOCIAL = "SE0000000002-SOC1"
FORMS = ["application/json", "application/xml"]
SYSTEMS = ["ehr", "municipal", "grannby", "operator", "payload-reader"]


def token(system):
    with open(f"{FOLDER}/gateway/tokens/{system}.token", encoding="ascii") as file:
        return file.read().strip()


def sample(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def fresh(name, **members):
    """A sample as a message of its own, about a case of its own."""
    message = {**sample(f"samples/valid/{name}.json"), "messageId": str(uuid.uuid4()), "caseId": f"F-{uuid.uuid4()}"}
    message.pop("transmissionId", None)
    return {**message, **members}


class Walk:
    """Calls of one gateway, each judged."""

    def __init__(self, description):
        self.description = description
        self.host = urllib.parse.urlsplit(URL).netloc
        self.seen = set()

    def ask(self, system, name, expected, body=None, form=FORMS[0], query="", headers=None, **places):
        """One call, which must be answered with this status as it is described; its JSON, when it is some."""
        method, path = self.description.place(name, places)
        sent = {"Accept": form, **(headers or {})}
        if system:
            sent["Authorization"] = f"Bearer {token(system)}"
        if body is not None:
            sent["Content-Type"] = FORMS[0]
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.request(method, path + query, None if body is None else json.dumps(body), sent)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        assert answer.status == expected, f"{name}: {answer.status} instead of {expected}: {content[:400]}"
        fault = self.description.judge(name, answer.status, answer.headers, content)
        assert fault is None, f"{name}, {answer.status} as {form}: {fault}"
        self.seen.add((name, str(answer.status)))
        is_json = answer.headers.get("Content-Type", "").split(";")[0] == "application/json"
        return json.loads(content) if content and form == FORMS[0] and is_json else answer

    def send(self):
        """Messages of every kind that the region may send, alone, twice, wrong, and several at once."""
        for form in FORMS:
            notice = fresh("AdmissionNotice")
            self.ask("ehr", "postMessage", 202, notice, form, headers={"traceparent": f"00-{'1' * 32}-{'2' * 16}-01"})
            self.ask("ehr", "postMessage", 200, notice, form)
            self.ask("ehr", "postMessage", 409, {**notice, "caseId": "other"}, form)
            self.ask("ehr", "postMessage", 422, {**notice, "messageId": "none"}, form)
            self.ask("ehr", "postMessage", 200, [fresh("AdmissionNotice"), notice, {}], form)
        for name in sorted(glob.glob("samples/valid/*.json")):
            if sample(name)["sender"]["unit"].startswith("SE0000000001"):
                self.ask("ehr", "postMessage", 200, [sample(name)])
        self.ask("ehr", "postMessage", 200, [fresh("AdmissionNotice") for _ in range(40)])

    def settle(self):
        """Fetches and settles deliveries in every way."""
        for form in FORMS:
            leased = self.ask("municipal", "leaseOfUnit", 200, query="?max=6&wait=0", unit=SOCIAL)["deliveries"]
            done, dead, again, given, late, back = [delivery["leaseId"] for delivery in leased]
            self.ask("municipal", "renewLease", 200, form=form, query="?lease=120", leaseId=done)
            # Generated clients send an empty object where no body is described; to a gateway it is none.
            self.ask("municipal", "renewLease", 200, {}, form, query="?lease=120", leaseId=done)
            self.ask("municipal", "completeLease", 204, {"receiverReference": "REF-1"}, form, leaseId=done)
            fault = {"code": "EJ-KAND", "reason": "The case is not known here", "permanent": True}
            self.ask("municipal", "rejectLease", 204, fault, form, leaseId=dead)
            self.ask("municipal", "rejectLease", 204, fault, form, leaseId=again)
            self.ask("municipal", "rejectLease", 204, fault, form, leaseId=given)
            self.ask("municipal", "rejectLease", 204, fault, form, leaseId=late)
            self.ask("municipal", "releaseLease", 204, None, form, leaseId=back)
            self.ask("municipal", "renewLease", 410, None, form, leaseId=back)
            reader = {"readBy": {"name": "Namn Namnsson", "localId": "nn"}, "readAt": leased[0]["leaseExpiresAt"]}
            self.ask("municipal", "postKvittens", 202, reader, form, deliveryId=leased[0]["deliveryId"])
            self.ask("municipal", "leaseOfUnit", 200, form=form, query="?max=1&wait=0", unit=SOCIAL)
            self.ask("municipal", "leaseOfUnits", 200, {"units": [SOCIAL], "max": 1, "wait": 0}, form)
        self.ask("grannby", "leaseOfUnit", 204, query="?wait=0", unit="SE0000000003-SOC1")
        self.ask("grannby", "leaseOfUnits", 204, {"units": "all", "wait": 0})

    def look(self):
        """What those who operate see and do."""
        for form in FORMS:
            letters = self.ask("operator", "listDeadLetters", 200)["deadLetters"]
            ids = [letter["deadLetterId"] for letter in letters]
            self.ask("operator", "listDeadLetters", 200, None, form, query=f"?unit={SOCIAL}&cause=rejected")
            self.ask("operator", "getDeadLetter", 200, None, form, id=ids[0])
            self.ask("payload-reader", "readDeadLetterPayload", 200, {"reason": "A test"}, form, id=ids[0])
            self.ask("payload-reader", "readPayload", 200, {"reason": "A test"}, form, messageId=letters[0]["messageId"])
            self.ask("operator", "retryDeadLetter", 202, None, form, id=ids[0])
            self.ask("operator", "retryDeadLetter", 410, None, form, id=ids[0])
            self.ask("operator", "discardDeadLetter", 204, {"reason": "A test"}, form, id=ids[1])
            self.ask("operator", "listQueues", 200, None, form)
            self.ask("operator", "getQueue", 200, None, form, unit=SOCIAL)
            self.operate(form)
            for system, status in [("ehr", 200), ("municipal", 200), ("operator", 200), ("grannby", 404)]:
                self.ask(system, "getMessage", status, None, form, messageId=letters[0]["messageId"])
            self.ask("ehr", "getCase", 200, None, form, caseId=sample("samples/valid/AdmissionNotice.json")["caseId"])
            self.ask(None, "getMessage", 401, None, form, messageId=letters[0]["messageId"])
        for name in ["livez", "readyz", "metrics"]:
            self.ask(None, name, 200)
        self.ask(None, "docs", 308)
        for name, file in [("docsPage", "catalogue.html"), ("docsPage", "catalogue.md")] + [
            ("docsSchema", file) for file in ["message.xsd", "message.schema.json"]
        ]:
            known = {"If-None-Match": self.ask(None, name, 200, file=file).headers["ETag"]}
            self.ask(None, name, 304, file=file, headers=known)
        tag = self.described().headers["ETag"]
        self.ask(None, "openapi", 304, headers={"If-None-Match": tag})

    def operate(self, form):
        """What operators do with a queue as a whole."""
        self.ask("operator", "pauseQueue", 204, {"reason": "A test"}, form, unit=SOCIAL)
        self.ask("operator", "getQueue", 200, None, form, unit=SOCIAL)
        paused = self.ask("municipal", "leaseOfUnit", 204, query="?wait=0", unit=SOCIAL)
        assert paused.headers.get("Vaxel-Paused") == "true", "a paused queue does not say so"
        self.ask("operator", "resumeQueue", 204, None, form, unit=SOCIAL)
        span = {"from": "2020-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z", "reason": "A test"}
        self.ask("operator", "replayQueue", 202, span, form, unit=SOCIAL)
        self.ask("operator", "getQueue", 200, None, form, unit=SOCIAL)

    def described(self):
        """The answer with the description."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
        connection.request("GET", "/openapi.json")
        answer = connection.getresponse()
        assert answer.read() == open("schemas/openapi.json", "rb").read(), "the gateway tells another API than schemas/"
        self.seen.add(("openapi", str(answer.status)))
        return answer

    def expect_all_seen(self):
        """Whether each answer that is no refusal was given."""
        wanted = {
            (name, status)
            for name, (_, _, operation) in self.description.operations.items()
            for status in operation["responses"]
            if status < "400"
        }
        assert wanted <= self.seen, f"never answered: {sorted(wanted - self.seen)}"

    def ids(self):
        """Ids that exist, by the names of the places of paths."""
        wish = {"units": "all", "max": 20, "wait": 0, "lease": 3600}
        deliveries = self.ask("ehr", "leaseOfUnits", 200, wish)["deliveries"]
        letters = self.ask("operator", "listDeadLetters", 200)["deadLetters"]
        messages = [delivery["message"] for delivery in deliveries]
        known = [letter["messageId"] for letter in letters] + [message["messageId"] for message in messages]
        assert len(letters) > 2, "too few dead letters are left to be asked about"
        return {
            "messageId": known,
            "caseId": sorted({message["caseId"] for message in messages if message.get("caseId")}),
            "deliveryId": [delivery["deliveryId"] for delivery in deliveries],
            "leaseId": [delivery["leaseId"] for delivery in deliveries],
            "id": [letter["deadLetterId"] for letter in letters],
            "unit": ["SE0000000001-AVD52", "SE0000000001-HC01"],
        }


def configuration(ids):
    """Ids that exist half of the time, and the statuses by which what is well-formed may be refused all the same."""
    lines = ["[generation]", "max-examples = 10"]
    # The region and a municipality that has no part in its cases must not see each other's.
    lines += ["[auth.wfc]", f'path = "{FOLDER}/identities.json"', 'peers = ["ehr", "grannby"]']
    for place, values in ids.items():
        lines += [f"[dictionaries.{place}]", f"values = {json.dumps(values)}"]
    lines += ["[parameters]"]
    lines += [f'"path.{place}" = {{ dictionary = "{place}", probability = 0.5 }}' for place in ids]
    lines += ['"query.cursor" = { dictionary = "id", probability = 0.5 }']
    # Rules beyond the schemas, and XML, of which the description says nothing; leases and dead letters that are gone;
    # cursors, of which no schema says which the gateway has given; spans of time that end before they begin.
    refusals = {
        "postMessage": [400, 422],
        "postKvittens": [400, 422],
        "(.*Lease|(retry|discard)DeadLetter)": [410],
        "(listDeadLetters|listQueues|getCase|replayQueue)": [400],
    }
    accepted = ["2xx", "3xx", "401", "403", "404", "409", "503"]
    # A call is judged by its path before its body, so that what does not exist says nothing of bodies; and an Accept
    # or a Content-Type that schemathesis breaks is refused by its own status.
    refused = ["400", "401", "403", "404", "406", "409", "410", "415", "422"]
    # A method that nobody has heard of is 501 by RFC 9110, not 405.
    known = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH", "TRACE"]
    lines += [
        "[phases.coverage]",
        f"unexpected-methods = {json.dumps(known)}",
        "[checks.negative_data_rejection]",
        f"expected-statuses = {json.dumps(refused)}",
    ]
    for call_name, statuses in refusals.items():
        lines += [
            "[[operations]]",
            f'include-operation-id-regex = "^{call_name}$"',
            "[operations.checks.positive_data_acceptance]",
            f"expected-statuses = {json.dumps(accepted + [str(status) for status in statuses])}",
        ]
    return "\n".join(lines) + "\n"


def agree(document):
    """Holds the messages' schemas in the description to schemas/*.schema.json, by the samples."""
    files = [sample(name) for name in glob.glob("schemas/*.schema.json")]
    registry = Registry().with_resources((file["$id"], Resource.from_contents(file)) for file in files)
    envelope = next(file for file in files if file["$id"].endswith("/message.schema.json"))
    inside = {"$ref": "#/components/schemas/Message", "components": document["components"]}
    judges = [Draft202012Validator(envelope, registry=registry), Draft202012Validator(inside)]
    for name in glob.glob("samples/valid/*.json") + glob.glob("samples/invalid/*.json"):
        try:
            message = sample(name)
        except ValueError:
            continue
        verdicts = {judge.is_valid(message) for judge in judges}
        assert len(verdicts) == 1, f"openapi.json and message.schema.json do not agree about {name}"
        assert verdicts == {True} or "/valid/" not in name, f"openapi.json refuses {name}"


def write(name, text):
    with open(f"{FOLDER}/{name}", "w", encoding="utf-8") as file:
        file.write(text)


def main():
    agree(sample("schemas/openapi.json"))
    description = Description(sample("schemas/openapi.json"), sample("samples/valid/AdmissionNotice.json"))
    walk = Walk(description)
    walk.send()
    walk.settle()
    walk.look()
    walk.expect_all_seen()
    print(f"{len(walk.seen)} answers of {len(description.operations)} operations are as described")
    write("schemathesis.toml", configuration(walk.ids()))
    examples = [fresh("AdmissionNotice") for _ in range(5)] + [[fresh("AdmissionNotice"), fresh("GeneralMessage")]]
    write("strict.json", json.dumps(description.for_schemathesis(examples)))
    headers = {system: [{"name": "Authorization", "value": f"Bearer {token(system)}"}] for system in SYSTEMS}
    systems = [{"name": name, "fixedHeaders": lines} for name, lines in headers.items()]
    write("identities.json", json.dumps({"auth": systems}))
    shutil.copy(".ci/openapi_hooks.py", FOLDER)


main()
