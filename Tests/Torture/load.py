"""Senders and pollers that note every answer with its time, and what a store must hold because of those answers."""

import http.client
import json
import random
import threading
import time
import uuid

from gateway import ROOT, SOCIAL, WARD

LANES = 4
POLLERS = 2
GONE = (OSError, http.client.HTTPException, json.JSONDecodeError)


class Load:
    """What was asked and answered, over as many starts of the program as there are."""

    def __init__(self, pause=0):
        # Seconds for which each sender rests behind a message: who judges many copies of a store has to empty each of them.
        self.pause = pause
        with open(f"{ROOT}/samples/valid/GeneralMessage.json", encoding="utf-8") as file:
            self.sample = json.load(file)
        self.lock = threading.Lock()
        # Messages by lane in the order of sending; when each was answered 202, with what was sent and answered; when its
        # completion was asked for, and answered.
        self.lanes = [[] for _ in range(LANES)]
        self.pending = [None] * LANES
        self.accepted, self.exchanged, self.settling, self.completed = {}, {}, {}, {}
        self.refusals = {}
        self.threads = []

    def start(self, gateway):
        """Loads a gateway until it is gone or `stop` is called."""
        self.stopping = threading.Event()
        work = [(self.send, lane) for lane in range(LANES)] + [(self.poll, number) for number in range(POLLERS)]
        self.threads = [threading.Thread(target=self.until_gone, args=(gateway, *each), daemon=True) for each in work]
        for thread in self.threads:
            thread.start()

    def stop(self):
        """Waits until no request is under way."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def until_gone(self, gateway, work, number):
        try:
            system = gateway.system("ehr" if work == self.send else "municipal")
            while not self.stopping.is_set():
                work(system, number)
        except GONE:
            pass

    def note_refusal(self, status):
        with self.lock:
            self.refusals[status] = self.refusals.get(status, 0) + 1
        time.sleep(0.02)

    def send(self, system, lane):
        message = self.pending[lane]
        if message is None:
            ids = {"messageId": str(uuid.uuid4()), "transmissionId": str(uuid.uuid4()), "caseId": f"N-2026-00077{lane}"}
            message = self.pending[lane] = {**self.sample, **ids}
            self.lanes[lane].append(message["messageId"])
        status, receipt = system.ask("POST", "/v1/messages", message)
        if status in (200, 202):
            self.exchanged[message["messageId"]] = (message, receipt)
            self.accepted[message["messageId"]] = time.monotonic()
            self.pending[lane] = None
            time.sleep(self.pause)
        else:
            self.note_refusal(status)

    def poll(self, system, _):
        status, answer = system.ask("POST", f"/v1/queues/{SOCIAL}/leases?max=3&wait=1&lease=600")
        if status == 204:
            return
        if status != 200:
            self.note_refusal(status)
            return
        for delivery in answer["deliveries"]:
            message = delivery["message"]["messageId"]
            self.settling.setdefault(message, time.monotonic())
            status, _ = system.ask("POST", f"/v1/leases/{delivery['leaseId']}/complete")
            if status == 204:
                self.completed[message] = time.monotonic()
            else:
                self.note_refusal(status)


class Judge:
    """Holds a started gateway against what was answered before a moment."""

    # The newest answers are those at risk; of the older ones a part is asked for, drawn by the seed.
    NEWEST, OLDER = 120, 60
    # So many of the newest are sent again, and so many of the older ones.
    RESENT, RESENT_OLDER = 40, 20

    def __init__(self, load, before=float("inf"), may_die=False):
        self.load = load
        # Whether a delivery may have become a dead letter, as one does whose bytes the disk did not give.
        self.may_die = may_die
        self.dead = set()
        self.accepted = {message for message, at in load.accepted.items() if at <= before}
        self.completed = {message for message, at in load.completed.items() if at <= before}
        self.settling = {message for message, at in load.settling.items() if at <= before}
        self.places = {message: (lane, index) for lane, ids in enumerate(load.lanes) for index, message in enumerate(ids)}
        self.faults = []

    def judge(self, gateway, seed):
        """What is wrong, as texts; none when everything that was answered is there."""
        try:
            ehr = gateway.system("ehr")
            self.judge_messages(ehr, random.Random(seed))
            self.judge_intake(ehr, random.Random(seed))
            self.judge_queue(gateway.system("municipal"), ehr)
            self.judge_receipts(gateway.system("ehr"))
            status, metrics = gateway.system("operator").ask("GET", "/metrics")
            if status != 200 or "\nvaxel_conservation_difference 0\n" not in metrics:
                self.faults.append("deliveries were made or lost that no record tells of")
        except GONE as error:
            self.faults.append(f"the gateway went away while it was asked: {type(error).__name__}")
        return self.faults

    def judge_messages(self, ehr, chance):
        newest = sorted(self.accepted, key=lambda message: -self.load.accepted[message])
        newest += sorted(self.completed, key=lambda message: -self.load.completed[message])[:self.NEWEST]
        asked = newest[:self.NEWEST] + newest[len(self.accepted):]
        older = sorted(self.accepted.difference(asked))
        for message in set(asked + chance.sample(older, min(self.OLDER, len(older)))):
            status, answer = ehr.ask("GET", f"/v1/messages/{message}")
            states = [delivery["state"] for delivery in answer["deliveries"]] if status == 200 else []
            # What was completed is nobody's to lose any more.
            if states == ["dead"] and self.may_die and message not in self.completed:
                self.dead.add(message)
            elif len(states) != 1:
                self.faults.append(f"accepted and not there: {message} ({status}, {states})")
            elif message in self.completed and states != ["completed"]:
                self.faults.append(f"completed and not so: {message} ({states})")

    def judge_intake(self, ehr, chance):
        """What was accepted and is sent again is known, and answered as the first time: nothing is stored twice.

        A second copy would come out of the queue below, too.
        """
        newest = sorted(self.accepted, key=lambda message: -self.load.accepted[message])
        older = sorted(newest[self.RESENT:])
        for message in newest[:self.RESENT] + chance.sample(older, min(self.RESENT_OLDER, len(older))):
            sent, receipt = self.load.exchanged[message]
            status, answer = ehr.ask("POST", "/v1/messages", sent)
            if status != 200:
                self.faults.append(f"accepted and not known when sent again: {message} ({status})")
            elif answer != receipt:
                self.faults.append(f"accepted and answered otherwise when sent again: {message}")

    def judge_queue(self, municipal, ehr):
        """Takes what waits: nothing completed may be among it, and each lane goes on where nobody asked to complete."""
        offered = set()
        while True:
            status, answer = municipal.ask("POST", f"/v1/queues/{SOCIAL}/leases?max=100&wait=0&lease=600")
            if status == 204:
                return
            if status != 200:
                self.faults.append(f"a lease was answered {status}")
                return
            for delivery in answer["deliveries"]:
                message = delivery["message"]["messageId"]
                self.judge_offer(message, offered, ehr)
                offered.add(message)
                municipal.ask("POST", f"/v1/leases/{delivery['leaseId']}/complete")

    def judge_offer(self, message, offered, ehr):
        if message not in self.places:
            self.faults.append(f"offered and never sent: {message}")
            return
        if message in self.completed or message in offered:
            self.faults.append(f"offered after its completion: {message}")
        lane, index = self.places[message]
        for earlier in self.load.lanes[lane][max(0, index - 50):index]:
            # What was asked to be completed by the end of the whole load may have been completed in this store too.
            if earlier not in self.load.settling and earlier not in offered and not self.is_dead(earlier, ehr):
                self.faults.append(f"offered before an earlier one of its lane: {message}")
                return

    def is_dead(self, message, ehr):
        if self.may_die and message not in self.dead:
            status, answer = ehr.ask("GET", f"/v1/messages/{message}")
            if status == 200 and [delivery["state"] for delivery in answer["deliveries"]] == ["dead"]:
                self.dead.add(message)
        return message in self.dead

    def judge_receipts(self, ehr):
        """Each completed message has one receipt, and none that nobody completed."""
        seen = {}
        while True:
            status, answer = ehr.ask("POST", f"/v1/queues/{WARD}/leases?max=100&wait=0&lease=600")
            if status != 200:
                break
            for delivery in answer["deliveries"]:
                message = delivery["message"]
                seen.setdefault(message["refersTo"], set()).add(message["messageId"])
                ehr.ask("POST", f"/v1/leases/{delivery['leaseId']}/complete")
        doubled = sum(1 for receipts in seen.values() if len(receipts) != 1)
        missing = len(self.completed.difference(seen))
        if doubled:
            self.faults.append(f"{doubled} messages have more than one receipt")
        if missing:
            self.faults.append(f"{missing} completions have no receipt")
