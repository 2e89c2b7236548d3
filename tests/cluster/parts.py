"""One machine as a small data centre: a primary and two streaming replicas, Redis, four web processes, nginx."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.processes import ROOT, wait_for

PRIMARY, REPLICAS, REDIS, WEB, NGINX = 8861, (8862, 8863), 8864, (8865, 8866, 8867, 8868), 8869
LAG = 5.0  # seconds that a replica may be behind
CACHED = 1.0  # seconds that nginx keeps an answer
NGINX_CONF = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    proxy_cache_path {folder}/cache keys_zone=api:10m;
    upstream web {{ {servers} keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://web; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host 127.0.0.1; proxy_connect_timeout 1s; proxy_read_timeout 10s;
            proxy_next_upstream error timeout http_502;
            proxy_cache api; proxy_ignore_headers Cache-Control Expires; proxy_cache_valid 200 {cached:.0f}s;
            proxy_cache_lock on;
        }}
    }}
}}
"""


def binary(name: str) -> str:
    """Of the newest PostgreSQL, or of the system."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name))
    found = shutil.which(name) or (str(folders[-1] / name) if folders else "")
    if not (found and Path(found).exists()):
        sys.exit(f"{name} is not installed. On Debian and Ubuntu: apt install postgresql redis-server nginx")
    return found


def as_postgres(*command: str) -> None:
    """PostgreSQL does not run as root."""
    before = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    done = subprocess.run([*before, *command], capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr or done.stdout}")


@dataclass
class Cluster:
    folder: Path
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        replicas = ",".join(f"postgres://postgres@127.0.0.1:{port}/healthkb" for port in REPLICAS)
        return {
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{PRIMARY}/healthkb",
            "DATABASE_REPLICA_URLS": replicas,
            "DATABASE_REPLICA_MAX_LAG": str(LAG),
            "REDIS_URL": f"redis://127.0.0.1:{REDIS}/0",
            "VAR_DIR": str(self.folder / "var"),
            "SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789",
            "DJANGO_SETTINGS_MODULE": "healthkb.settings",
        }

    def start_primary(self) -> None:
        data = self.folder / "primary"
        as_postgres(binary("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        self.pg_ctl("primary", "start", port=PRIMARY)
        as_postgres(binary("createdb"), "-h", "127.0.0.1", "-p", str(PRIMARY), "-U", "postgres", "healthkb")

    def start_replicas(self) -> None:
        for port in REPLICAS:
            source = f"host=127.0.0.1 port={PRIMARY} user=postgres"
            data = str(self.folder / f"replica-{port}")
            as_postgres(binary("pg_basebackup"), "-d", source, "-D", data, "-R", "-X", "stream", "--checkpoint=fast")
            self.pg_ctl(f"replica-{port}", "start", port=port)

    def pg_ctl(self, name: str, verb: str, *, port: int, mode: str = "fast") -> None:
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=300"
        started = ["-o", options, "-l", str(self.folder / f"{name}.log")] if verb in ("start", "restart") else []
        stopped = ["-m", mode] if verb in ("stop", "restart") else []
        as_postgres(binary("pg_ctl"), "-D", str(self.folder / name), "-w", *started, *stopped, verb)

    def start_web(self) -> None:
        for port in WEB:
            options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 16"
            granian = Path(sys.executable).with_name("granian")
            command = [str(granian), *options.split(), "--log-level", "error", "healthkb.wsgi:application"]
            self._start(f"web-{port}", command, self.environment)
        for port in WEB:
            wait_for(f"http://127.0.0.1:{port}/readyz", self.processes[f"web-{port}"])

    def start_redis(self) -> None:
        options = f"--port {REDIS} --bind 127.0.0.1 --save --appendonly no"
        self._start("redis", [binary("redis-server"), *options.split()], {})

    def start_nginx(self) -> None:
        servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in WEB)
        conf = self.folder / "nginx.conf"
        conf.write_text(NGINX_CONF.format(folder=self.folder, servers=servers, port=NGINX, cached=CACHED))
        self._start("nginx", [binary("nginx"), "-c", str(conf), "-p", str(self.folder)], {})
        wait_for(f"http://127.0.0.1:{NGINX}/healthz", self.processes["nginx"])

    def _start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        log = (self.folder / f"{name}.log").open("wb")
        self.processes[name] = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log, start_new_session=True
        )

    def kill(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        os.killpg(self.processes.pop(name).pid, how)

    def stop(self) -> None:
        for name in list(self.processes):
            self.kill(name, signal.SIGTERM)
        for name in ("primary", *(f"replica-{port}" for port in REPLICAS)):
            if (self.folder / name / "postmaster.pid").exists():
                self.pg_ctl(name, "stop", port=0, mode="immediate")
