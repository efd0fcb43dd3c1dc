"""Write the list of types of well-known metrics, from texts that their exporters publish.

    python scripts/metric_types.py CLONES PROM > src/boardwright/checks/metric_types.txt

CLONES is a folder with a git clone (bare or not) of each repository in SOURCES, as `owner+name`;
PROM is the recorded `/metrics` page of a Prometheus server. The types come from recorded /metrics
pages (`# TYPE`) and from tables in the exporters' documentation. Names and types are facts;
descriptions are not copied. If two sources give different types for the same name, this name is
omitted. A counter with the name of a gauge is omitted as well, because some exporters declare such
types wrongly.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

SOURCES = {
    "prometheus/node_exporter": (r"collector/fixtures/e2e-output.*\.txt", "Apache-2.0"),
    "google/cadvisor": (r"lib/metrics/testdata/prometheus_\w+", "Apache-2.0"),
    "kubernetes/kube-state-metrics": (r"docs/metrics/.*\.md", "Apache-2.0"),
    "NVIDIA/dcgm-exporter": (r"etc/.*\.csv", "Apache-2.0"),
    "argoproj/argo-cd": (r"docs/operator-manual/metrics\.md", "Apache-2.0"),
    "nginx/nginx-prometheus-exporter": (r"README\.md", "Apache-2.0"),
    "prometheus/haproxy_exporter": (r"test/.*\.metrics", "Apache-2.0"),
    "prometheus/memcached_exporter": (r"metrics\.md", "Apache-2.0"),
    "prometheus-community/elasticsearch_exporter": (r"metrics\.md", "Apache-2.0"),
    "prometheus-community/windows_exporter": (r"tools/e2e-output\.txt", "MIT"),
}
TYPE = re.compile(r"^# TYPE ([A-Za-z_:][\w:]*) (counter|gauge|histogram|summary)\s*$", re.M)
ROW = re.compile(r"^\|\s*`?(\w+_\w+)`?\s*\|(.*)\|\s*$", re.M)
CELL = re.compile(r"\|\s*`?(counter|gauge|histogram|summary)`?\s*(?=\|)", re.I)
FIELD = re.compile(r"^(DCGM_\w+),\s*(gauge|counter)", re.M)
WRONG = re.compile(r"\w+_(?:max|peak|used|size|memory|mem|uptime)(?:_\w+)?_(?:bytes|seconds)")
MADE_UP = re.compile(r"test_|testmetric|metric_|file_|untyped|no_type")


def read_types(text: str) -> dict[str, str]:
    """Return metric name -> type for a /metrics page, a Markdown page or a CSV file."""
    found = dict(TYPE.findall(text)) | dict(FIELD.findall(text))
    for name, rest in ROW.findall(text):
        cell = CELL.search(f"|{rest}|")
        if cell:
            found[name] = cell[1].lower()
    return {
        name: kind
        for name, kind in found.items()
        if not MADE_UP.match(name) and not (kind == "counter" and WRONG.fullmatch(name))
    }


def git(clone: Path, *arguments: str) -> str:
    folder = clone / "repo" if (clone / "repo").is_dir() else clone
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    sections = []
    for repository, (pattern, licence) in SOURCES.items():
        clone = Path(sys.argv[1]) / repository.replace("/", "+")
        paths = git(clone, "ls-tree", "-r", "--name-only", "HEAD").splitlines()
        found: dict[str, str] = {}
        for path in filter(re.compile(pattern).fullmatch, paths):
            found |= read_types(git(clone, "show", f"HEAD:{path}"))
        for name, kind in found.items():
            seen[name].add(kind)
        commit = git(clone, "log", "-1", "--format=%h").strip()
        sections.append((f"# https://github.com/{repository} {commit}, {licence}", found))
    recorded = read_types(Path(sys.argv[2]).read_text())
    sections.append(("# recorded from a running Prometheus, Apache-2.0", recorded))
    for name, kind in recorded.items():
        seen[name].add(kind)
    written: set[str] = set()
    print("# Types of well-known metrics; written by scripts/metric_types.py.")
    for title, found in sections:
        print(f"\n{title}")
        for name in sorted(found.keys() - written):
            if len(seen[name]) == 1:
                print(name, found[name])
        written |= found.keys()


if __name__ == "__main__":
    main()
