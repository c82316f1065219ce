#!/usr/bin/env python3
"""Holds docs/openapi.yaml against a running polserve: every path, every parameter, every field of every answer.

  tests/serve/check_openapi.py BINARIES PROJECT_ROOT

Both ways: what is described works and is refused when it is wrong; what the server accepts and returns is described.
Last line: N passed, N failed.
"""
import json
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request

import yaml

DOCUMENT = "001-5g-factory-directory.txt"
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": (int, float), "boolean": bool}


class Checks:
    def __init__(self):
        self.passed, self.failed = 0, 0

    def expect(self, holds, what):
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            print("FAILED:", what)


def resolved(spec, node):
    while isinstance(node, dict) and "$ref" in node:
        target = spec
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def mismatches(spec, schema, value, where):
    """What of `value` is not as `schema` says; a field that is not described is a mismatch too."""
    schema = resolved(spec, schema)
    if value is None:
        return [] if schema.get("nullable") else [where + " is null"]
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return [f"{where} is no {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where} is '{value}'"]
    out = []
    if kind == "array":
        for i, item in enumerate(value):
            out += mismatches(spec, schema["items"], item, f"{where}[{i}]")
    if kind == "object":
        out += [f"{where}.{key} is missing" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            inner = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
            out += mismatches(spec, inner, item, f"{where}.{key}") if inner else [f"{where}.{key} is not described"]
    return out


class Server:
    def __init__(self, binaries, root):
        self.folder = tempfile.TemporaryDirectory()
        index = self.folder.name + "/index"
        subprocess.run([binaries + "/polindex", "build", "-o", index, root + "/corpus/samples"], check=True,
                       stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen([binaries + "/polserve", "-i", index, "--listen", "127.0.0.1:0", "--quiet"],
                                        stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().removeprefix("listening on ").strip()

    def get(self, path, parameters=(), headers=None):
        query = urllib.parse.urlencode(parameters)
        request = urllib.request.Request(self.address + path + ("?" + query if query else ""), headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        self.folder.cleanup()
        return code


def good_values(parameter):
    schema = parameter["schema"]
    values = list(schema.get("enum", []))
    for source in (parameter, schema):
        for key in ("example", "default", "minimum", "maximum"):
            if key in source:
                values += source[key] if isinstance(source[key], list) else [source[key]]
    return values


def bad_values(parameter):
    schema = parameter["schema"]
    if "enum" in schema:
        return ["nonsense"]
    if schema["type"] == "integer":
        return [schema["maximum"] + 1, "-1", "x"]
    if "maxLength" in schema:
        return ["a" * (schema["maxLength"] + 1)]
    return []


def check_answer(checks, spec, operation, answer, what):
    status, headers, body = answer
    described = operation["responses"].get(str(status))
    checks.expect(described is not None, f"{what}: status {status} is not described")
    if described is None or status == 304:
        return
    kind = headers.get("Content-Type", "").split(";")[0]
    content = resolved(spec, described).get("content", {})
    checks.expect(kind in content, f"{what}: {kind} is not described for {status}")
    if kind in content and kind.endswith("json"):
        wrong = mismatches(spec, content[kind]["schema"], json.loads(body), "answer")
        checks.expect(not wrong, f"{what}: {wrong[:3]}")


def check_operation(checks, spec, server, path, operation):
    parameters = [resolved(spec, p) for p in operation.get("parameters", [])]
    in_query = {p["name"]: p for p in parameters if p["in"] == "query"}
    path = path.replace("{id}", DOCUMENT)
    least = [("q", "5G factories")] if "q" in in_query else []
    first = server.get(path, least)
    check_answer(checks, spec, operation, first, path)
    checks.expect(first[0] == 200, f"{path}: {first[0]}")
    for name, parameter in in_query.items():
        others = [pair for pair in least if pair[0] != name]
        for value in good_values(parameter):
            answer = server.get(path, others + [(name, value)])
            check_answer(checks, spec, operation, answer, f"{path} {name}={value}")
            checks.expect(answer[0] == 200, f"{path} {name}={value}: {answer[0]} {answer[2][:200]}")
        for value in bad_values(parameter):
            answer = server.get(path, others + [(name, value)])
            check_answer(checks, spec, operation, answer, f"{path} {name}={str(value)[:20]}")
            checks.expect(answer[0] == 400, f"{path} {name}={str(value)[:20]}: {answer[0]}")
    if "304" in operation["responses"]:
        again = server.get(path, least, {"If-None-Match": first[1].get("ETag", "none")})
        checks.expect(again[0] == 304, f"{path}: {again[0]} for a known ETag")
    if "q" in in_query:
        hint = json.loads(server.get(path, least + [("zzzzzzzz", "1")])[2])["hint"]
        accepted = hint.split("accepted:")[1].split()
        checks.expect(sorted(accepted) == sorted(in_query), f"{path}: accepts {accepted}, described {list(in_query)}")


def server_paths(root):
    """Paths of the server's own table, pages and assets left out."""
    with open(root + "/searcher/serve/service.cc", encoding="utf-8") as source:
        table = source.read().split("kRoutes = {{")[1].split("}};")[0]
    paths = re.findall(r'\{"[a-z_]+", "(/[^"]*)", (?:true|false), (?:true|false), false', table)
    return [p + "{id}" if p.endswith("/") else p for p in paths if p not in ("/assets/", "/favicon.ico")]


def main():
    binaries, root = sys.argv[1], sys.argv[2]
    with open(root + "/docs/openapi.yaml", encoding="utf-8") as file:
        text = file.read()
    spec = yaml.safe_load(text)
    checks = Checks()
    checks.expect(sorted(spec["paths"]) == sorted(server_paths(root)), "the paths described are the server's")
    server = Server(binaries, root)
    try:
        for path, operations in spec["paths"].items():
            check_operation(checks, spec, server, path, operations["get"])
        missing = server.get("/api/v1/documents/none")
        check_answer(checks, spec, spec["paths"]["/api/v1/documents/{id}"]["get"], missing, "a missing document")
        checks.expect(server.get("/api/v1/openapi.yaml")[2] == text, "the server hands out docs/openapi.yaml")
    finally:
        checks.expect(server.stop() == 0, "SIGTERM ends the server with 0")
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main())
