#!/usr/bin/env python3
"""Measures the gateway's HTTP door beside nginx and RabbitMQ, in one run on one machine: `make bench-http`.

Every server gets the same closed loop (Tests/LoadGenerator) on loopback; the contenders take turns, round by round, so
that a noisy machine is noisy for all, and medians of the rounds are printed. Bounded, and ends what it started.
What the machine lacks is said and skipped: apt-get install nginx-light rabbitmq-server
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = pathlib.Path(sys.argv[1])
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
PAUSE = float(os.environ.get("BENCH_PAUSE", "1"))
CONNECTIONS = [int(n) for n in os.environ.get("BENCH_CONNECTIONS", "1 16 64 256").split()]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return True
        except OSError:
            time.sleep(0.1)
    return False


def version(*command):
    """What a program says of its version, in one line."""
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (said.stdout + said.stderr).strip().splitlines()[-1] if said.returncode == 0 else "of no known version"


def cpu_seconds(pid):
    """User and system time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    tick = os.sysconf("SC_CLK_TCK")
    return int(fields[11]) / tick, int(fields[12]) / tick


def deployed_environment():
    """What the unit file gives the gateway: it is measured as it is run."""
    unit = (ROOT / "deploy" / "systemd" / "vaxel.service").read_text()
    return dict(line.split("=", 2)[1:] for line in unit.splitlines() if line.startswith("Environment="))


class Contender:
    """A server and how it is asked; `arguments` follow the number of seconds."""

    def __init__(self, name, protocol, port, arguments, pid=None):
        self.name, self.protocol, self.port, self.arguments, self.pid = name, protocol, port, arguments, pid
        self.runs = {}

    def run(self, connections):
        before = cpu_seconds(self.pid) if self.pid else None
        done = subprocess.run(
            [PROGRAMS / "LoadGenerator", self.protocol, str(self.port), str(connections), str(SECONDS), *self.arguments],
            capture_output=True, text=True, timeout=SECONDS + 60, check=False)
        if done.returncode != 0:
            sys.exit(f"{self.name}, {connections} connections: {done.stdout}{done.stderr}")
        figures = {k: int(v) for k, v in re.findall(r"(\w+)=(\d+)", done.stdout)}
        if before:
            after = cpu_seconds(self.pid)
            figures["userus"] = (after[0] - before[0]) * 1e6 / figures["requests"]
            figures["sysus"] = (after[1] - before[1]) * 1e6 / figures["requests"]
        self.runs.setdefault(connections, []).append(figures)

    def answers(self, seconds):
        """Whether it serves one client within so many seconds: RabbitMQ listens before it can make a quorum queue."""
        command = [PROGRAMS / "LoadGenerator", self.protocol, str(self.port), "1", "0.2", *self.arguments]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0:
                return True
            time.sleep(0.5)
        return False

    def median(self, connections, key):
        return statistics.median(run[key] for run in self.runs[connections])


def compare(title, contenders, baseline):
    print(f"\n{title}", flush=True)
    for _ in range(ROUNDS):
        for connections in CONNECTIONS:
            for contender in contenders:
                contender.run(connections)
                # What it still writes of its turn is not to be in the way of the next one's.
                time.sleep(PAUSE)
    print(f"{'':22}{'conns':>6}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'user µs':>9}{'sys µs':>8}   beside {baseline.name}")
    for connections in CONNECTIONS:
        for contender in contenders:
            rate, p99 = contender.median(connections, "rate"), contender.median(connections, "p99us")
            cpu = "".join(
                f"{contender.median(connections, key):>{width}.1f}" if contender.pid else f"{'':>{width}}"
                for key, width in (("userus", 9), ("sysus", 8)))
            # The ratio of one round and the next, not of medians: both stood in the same noise.
            ratios = sorted(
                mine["rate"] / theirs["rate"]
                for mine, theirs in zip(contender.runs[connections], baseline.runs[connections]))
            latency = p99 / baseline.median(connections, "p99us")
            beside = "" if contender is baseline else (
                f"   {statistics.median(ratios):.2f} × rate ({ratios[0]:.2f}–{ratios[-1]:.2f}), {latency:.2f} × p99")
            print(
                f"{contender.name:22}{connections:>6}{rate:>9.0f}{contender.median(connections, 'p50us') / 1000:>9.2f}"
                f"{p99 / 1000:>9.2f}{cpu}{beside}", flush=True)


def break_down(world, bodies, contenders, livez):
    """Where the user time of a post goes: its parts measured by themselves, and what is left when they are taken away."""
    done = subprocess.run(
        [PROGRAMS / "IntakeParts", bodies["xml"], bodies["json"], world.folder], capture_output=True, text=True,
        timeout=300, check=True)
    figures = {k: float(v) for k, v in re.findall(r"([\w.]+)=([\d.]+)", done.stdout)}
    connections = 64 if 64 in CONNECTIONS else CONNECTIONS[-1]
    print(f"\nUser time of a post at {connections} connections, in µs: all of it, and its parts measured by themselves")
    socket = livez.median(connections, "userus")
    columns = [parts_of_post(figures, c.name.split()[-1], c.median(connections, "userus"), socket) for c in contenders]
    print(f"{'':52}" + "".join(f"{contender.name.split()[-1]:>9}" for contender in contenders))
    for row in columns[0]:
        print(f"{row:52}" + "".join(f"{column[row]:>9.1f}" for column in columns), flush=True)


def parts_of_post(figures, form, whole, socket):
    """The rows of the table, by what stands before them."""
    part = {name: figures[f"{form}.{name}"] for name in ("wire", "rights", "reading", "digest", "routing", "storing", "door")}
    # The door as a whole, called without HTTP, less what is measured by itself: case, references, consent, receipt.
    deciding = part["door"] - sum(part[name] for name in ("reading", "digest", "routing", "storing"))
    return {
        "the whole post": whole,
        "parsing and validation": part["reading"],
        "queue and journal": part["storing"],
        "over parsing, validation and journal (goal: 10)": whole - part["reading"] - part["storing"],
        "  digest of the content": part["digest"],
        "  routing": part["routing"],
        "  case, references, consent, receipt": deciding,
        "  rights of the caller": part["rights"],
        "  reading and writing HTTP": part["wire"],
        "  sockets (all of a /livez)": socket,
        "  the rest: threads, memory, caches": whole - part["door"] - part["wire"] - part["rights"] - socket,
    }


class World:
    """The servers of a run, in a folder that goes with it."""

    def __init__(self, folder):
        self.folder, self.children = folder, []

    def start(self, command, log, **settings):
        child = subprocess.Popen(
            command, stdout=open(self.folder / log, "wb"), stderr=subprocess.STDOUT, start_new_session=True, **settings)
        self.children.append(child)
        return child

    def end(self):
        for child in self.children:
            try:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait(20)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(child.pid, signal.SIGKILL)

    def gateway(self):
        port = free_port()
        folder = self.folder / "gateway"
        subprocess.run([PROGRAMS / "vaxel", "init", folder, "--port", str(port)], check=True, stdout=subprocess.DEVNULL)
        child = self.start(
            [PROGRAMS / "vaxel", "serve", "--config", folder / "vaxel.json"], "gateway.log",
            env={**os.environ, **deployed_environment()})
        if not wait_for(port, 20):
            sys.exit((self.folder / "gateway.log").read_text())
        token = (folder / "tokens" / "ehr.token").read_text().strip()
        return port, child.pid, token

    def nginx(self, answer):
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        if not pathlib.Path(program).exists():
            return None
        port = free_port()
        temp = "".join(
            f"{kind}_temp_path {self.folder}/nginx-{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(
            f"worker_processes {os.cpu_count()}; daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;\n"
            "events { worker_connections 4096; }\n"
            f"http {{ access_log off; keepalive_requests 1000000000; {temp}\n"
            f"server {{ listen 127.0.0.1:{port}; default_type text/plain; location / {{ return 200 \"{answer}\"; }} }} }}\n")
        self.start([program, "-c", self.folder / "nginx.conf"], "nginx.out")
        self.nginx_version = version(program, "-v")
        return port if wait_for(port, 10) else None

    def rabbit(self):
        programs = pathlib.Path("/usr/lib/rabbitmq/bin")
        if not (programs / "rabbitmq-server").exists():
            return None
        port, home = free_port(), self.folder / "rabbit"
        home.mkdir()
        (home / "plugins").write_text("[rabbitmq_stomp].\n")
        (home / "rabbitmq.conf").write_text(
            f"listeners.tcp = none\nstomp.listeners.tcp.1 = 127.0.0.1:{port}\nlog.console.level = warning\n")
        settings = {
            **os.environ, "HOME": str(home), "RABBITMQ_NODENAME": f"bench{port}@localhost",
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"), "RABBITMQ_MNESIA_BASE": str(home / "data"),
            "RABBITMQ_LOG_BASE": str(home / "log"), "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
            "RABBITMQ_DIST_PORT": str(free_port()), "RABBITMQ_CONF_ENV_FILE": "/dev/null"}
        self.start([programs / "rabbitmq-server"], "rabbit.log", env=settings)
        if not wait_for(port, 60):
            print((self.folder / "rabbit.log").read_text()[-2000:])
            return None
        return port

    def body(self, form):
        """The full admission notice, with places for an id and a case of its own."""
        text = (ROOT / "samples" / "valid" / f"AdmissionNotice-full.{form}").read_text()
        names = {"messageId": "00000000-0000-0000-0000-000000000000", "caseId": "case-of-its-own-case-of-its-own"}
        for name, marker in names.items():
            pattern = rf'("{name}": ")[^"]*' if form == "json" else rf"(<{name}>)[^<]*"
            text = re.sub(pattern, rf"\g<1>{marker}", text, count=1)
        pattern = r'\s*"transmissionId": "[^"]*",' if form == "json" else r"\s*<transmissionId>[^<]*</transmissionId>"
        text = re.sub(pattern, "", text)
        path = self.folder / f"notice.{form}"
        path.write_text(text)
        return str(path)


def receipt_size(port, token, body):
    """Bytes of the answer to a post."""
    text = pathlib.Path(body).read_text().replace("00000000-0000-0000-0000-000000000000", str(uuid.uuid4()))
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/messages", text.encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(answer.read())


def main():
    with tempfile.TemporaryDirectory(prefix="vaxel-bench-") as name:
        world = World(pathlib.Path(name))
        try:
            port, pid, token = world.gateway()
            print(f"{os.cpu_count()} processors, {ROUNDS} rounds of {SECONDS:g} s, medians", flush=True)
            ours = Contender("vaxel /livez", "http", port, ["-", "/livez"], pid)
            nginx = world.nginx("alive\\n")
            if nginx is None:
                print("skipped: nginx is not there")
                compare("GET, an answer of six bytes", [ours], ours)
            else:
                print(world.nginx_version, flush=True)
                theirs = Contender("nginx, a 200", "http", nginx, ["-", "/livez"])
                compare("GET, an answer of six bytes", [theirs, ours], theirs)
            # Servers that have had their turn are not to take time from the others.
            for child in world.children[1:]:
                os.killpg(child.pid, signal.SIGTERM)
                child.wait(20)
            del world.children[1:]
            bodies = {form: world.body(form) for form in ("xml", "json")}
            authority = f"Authorization: Bearer {token}"
            contenders = [
                Contender(
                    f"vaxel {form}", "http", port,
                    [bodies[form], "/v1/messages", authority, f"Content-Type: application/{form}"], pid)
                for form in bodies]
            rabbit = world.rabbit()
            if rabbit is None:
                print("skipped: rabbitmq-server is not there")
                baseline = contenders[0]
            else:
                baseline = Contender(
                    "RabbitMQ quorum queue", "stomp", rabbit,
                    [bodies["xml"], "/queue/intake", "x-queue-type:quorum", "durable:true", "auto-delete:false"])
                if not baseline.answers(60):
                    sys.exit("RabbitMQ takes no messages:\n" + (world.folder / "rabbit.log").read_text()[-2000:])
                print(f"RabbitMQ {version('/usr/lib/rabbitmq/bin/rabbitmqctl', 'version')}", flush=True)
                contenders.insert(0, baseline)
            posts = contenders[-2:]
            answer = receipt_size(port, token, bodies["json"])
            nginx = world.nginx("r" * answer)
            if nginx is not None:
                contenders.append(
                    Contender(
                        f"nginx, 200 of {answer} B", "http", nginx,
                        [bodies["xml"], "/", "Content-Type: application/xml"]))
            size = os.path.getsize(bodies["xml"]), os.path.getsize(bodies["json"])
            compare(f"Durable posts of an AdmissionNotice ({size[0]} bytes XML, {size[1]} JSON)", contenders, baseline)
            break_down(world, bodies, posts, ours)
        finally:
            world.end()


if __name__ == "__main__":
    main()
