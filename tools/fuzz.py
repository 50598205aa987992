"""Calls operations by their OpenAPI document, on a platform of its own: as a visitor every one, as each role those that
answer to it. That they answer to nobody else is what the tests over the registry hold."""

import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / os.environ.get("FUZZ_PROGRAM", "target/debug/medilink")
EXAMPLES = os.environ.get("FUZZ_EXAMPLES", "6")
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(url: str, body: dict | None = None) -> dict:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def wait_for(url: str, seconds: int, seeded: pathlib.Path) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            call(f"{url}/v1/health")
            if seeded.exists():
                return
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit("the platform did not start")


def operations_of(role: str) -> list[str]:
    """What answers to somebody of that role because they are signed in."""
    with open(ROOT / "infra/generated/operations.json", encoding="utf-8") as file:
        operations = json.load(file)["operations"]

    def answers(access) -> bool:
        return access == "signedIn" or (isinstance(access, dict) and role in access.get("roles", []))

    return [operation["id"] for operation in operations if answers(operation["access"])]


def fuzz(url: str, role: str, token: str | None) -> bool:
    """One role's calls, and what was said of them when they are over: two run at once."""
    command = [str(ROOT / ".venv/bin/schemathesis"), "run", f"{url}/v1/openapi.json", "--url", url]
    command += ["--checks", CHECKS, "--max-examples", EXAMPLES, "--seed", "20260301"]
    command += ["--phases", "examples,coverage,fuzzing", "--continue-on-failure", "--no-shrink"]
    command += ["--warnings", "off", "--suppress-health-check", "all", "--request-timeout", "20"]
    if token:
        command += ["-H", f"Authorization: Bearer {token}"]
        command += ["--include-operation-id-regex", "^(" + "|".join(map(re.escape, operations_of(role))) + ")$"]
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(command, cwd=folder, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(f"== as {role}\n{run.stdout}", flush=True)
    return run.returncode == 0


def main() -> int:
    port, data = free_port(), tempfile.mkdtemp(prefix="medilink-fuzz-")
    url = f"http://127.0.0.1:{port}"
    environment = dict(os.environ, MEDILINK_PORT=str(port), MEDILINK_LAMBDA_PORT=str(free_port()), MEDILINK_DATA=data)
    environment.update(MEDILINK_RATE_LIMIT="off", MEDILINK_LOG="error")
    with open(pathlib.Path(data) / "output", "w", encoding="utf-8") as output:
        platform = subprocess.Popen([str(PROGRAM)], cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            wait_for(url, 120, pathlib.Path(data) / "demo-seeded")
            first_of_role: dict[str, dict] = {}
            for account in call(f"{url}/local/demo")["accounts"]:
                first_of_role.setdefault(account["role"], account)
            tokens: dict[str, str | None] = {"visitor": None}
            for role, account in sorted(first_of_role.items()):
                answer = call(f"{url}/v1/login", {"email": account["email"], "password": account["password"]})
                tokens[role] = answer["accessToken"]
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
                passed = all(list(pool.map(lambda role: fuzz(url, role, tokens[role]), tokens)))
            alive = platform.poll() is None
        finally:
            platform.send_signal(signal.SIGKILL)
            platform.wait()
    faults = [line for line in (pathlib.Path(data) / "output").read_text().splitlines() if '"ERROR"' in line]
    print(f"{len(faults)} errors in the platform's log")
    for line in faults[:20]:
        print(line)
    shutil.rmtree(data)
    return 0 if passed and alive and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
