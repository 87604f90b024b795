"""The built program with a data folder of its own, started and ended by the tortures, and asked over HTTP."""

import http.client
import json
import os
import signal
import subprocess
import threading

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WARD, SOCIAL = "SE0000000001-AVD52", "SE0000000002-SOC1"
START_SECONDS = 60


class NotStarted(Exception):
    """The program did not come to listen."""


def prepare(program, folder):
    """Writes a folder that is ready to run, with small segments and a snapshot every hundred records, so that the changes from
    one to the next are met."""
    subprocess.run([program, "init", folder, "--port", "18480"], check=True, stdout=subprocess.DEVNULL)
    path = f"{folder}/vaxel.json"
    with open(path, encoding="utf-8") as file:
        configuration = json.load(file)
    configuration["listen"]["port"] = 0
    configuration["journal"] = {"segmentMiB": 1, "snapshotRecords": 100}
    # Nothing listens there, and nothing of the load goes there.
    configuration["publisher1177"]["url"] = "http://127.0.0.1:1"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(configuration, file)


class Gateway:
    """One run of the program."""

    def __init__(self, program, folder, before=(), environment=None, log=None):
        self.folder = folder
        with open(log or "/dev/null", "ab") as errors:
            self.process = subprocess.Popen(
                [*before, program, "serve", "--config", f"{folder}/vaxel.json"], stdout=subprocess.PIPE,
                stderr=errors, stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        # A program that neither listens nor ends is ended here, and told of as not started.
        watch = threading.Timer(START_SECONDS, self.process.kill)
        watch.start()
        line = self.process.stdout.readline().decode()
        watch.cancel()
        if "listening on http://127.0.0.1:" not in line:
            raise NotStarted(f"status {self.end(signal.SIGKILL)}")
        self.port = int(line.rsplit(":", 1)[1])

    def end(self, kind=signal.SIGTERM):
        """Ends the program, and returns its status; negative when it was a signal."""
        if self.process.poll() is None:
            self.process.send_signal(kind)
        try:
            status = self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = self.process.wait()
        self.process.stdout.close()
        return status

    def system(self, name):
        """A system's connection of its own."""
        with open(f"{self.folder}/tokens/{name}.token", encoding="ascii") as file:
            return System(self.port, file.read().strip())


class System:
    """One system's connection to the gateway."""

    def __init__(self, port, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    def ask(self, method, target, body=None):
        """Status and JSON of an answer; OSError or HTTPException when the gateway is gone."""
        headers = dict(self.headers)
        if target == "/metrics":
            headers["Accept"] = "*/*"
        if body is not None:
            headers["Content-Type"] = "application/json"
        self.connection.request(method, target, None if body is None else json.dumps(body).encode(), headers)
        answer = self.connection.getresponse()
        content = answer.read()
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return answer.status, json.loads(content) if is_json and content else content.decode()
