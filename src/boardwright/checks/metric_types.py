"""What a metric is, counter or gauge: by the catalogue where there is one, else by its name."""

from __future__ import annotations

import re
from functools import lru_cache

from boardwright.checks.settings import Settings

_NO_COUNTER = re.compile(
    r"\w*(?:^|_)(?:up(?:time)?_seconds|(?:memory|mem|swap|ram|heap|space|capacity|quota|limit|size)"
    r"(?:_\w*bytes)?|cores|cpus|nodes|threads|replicas|shards|inodes|pods|brokers|partitions"
    r"|databases|tables|tablespaces|chunks|collections|index(?:es)?|indices|users|groups|members"
    r"|hosts|servers|volumes|disks|queues|consumers|topics|objects|keys|draining"
    r"|(?:active|available|current|free|idle|open|pending|running|used)(?:_[a-z]+)?)_total"
)
"""Names of gauges that end in `_total` all the same: the total of what there is."""
_GAUGES = re.compile(
    "|".join(
        (
            r"up",
            r"scrape_(?:duration_seconds|samples_\w+|series_added)",
            r"probe_(?:success|duration_seconds|http_status_code|ssl_earliest_cert_expiry)",
            r"\w+_(?:info|ratio|celsius|percent|percentage|utilization)",
            r"\w+_(?:start_time|boot_time|timestamp)_seconds",
            r"process_(?:resident_memory|virtual_memory|virtual_memory_max)_bytes",
            r"process_(?:open|max)_fds",
            r"go_(?:goroutines|threads)",
            r"go_memstats_(?:alloc|sys|next_gc|(?:heap|stack|mspan|mcache|buck_hash|gc|other)_\w+)"
            r"_bytes(?<!_total)|go_memstats_heap_objects",
            r"node_load(?:1|5|15)",
            r"node_memory_[A-Z]\w*(?<!_total)",
            r"node_filesystem_(?:avail|files|files_free|free|size)(?:_bytes)?",
            r"node_(?:boot_)?time(?:_seconds)?",
            r"node_procs_(?:running|blocked)|node_disk_io_now|node_entropy_available_bits",
            r"node_netstat_(?:Ip_DefaultTTL|Ip_Forwarding|Tcp_CurrEstab)|node_sockstat_[A-Z]\w+",
            r"node_filefd_(?:allocated|maximum)|node_nf_conntrack_entries(?:_limit)?",
            r"container_memory_(?:usage_bytes|working_set_bytes|max_usage_bytes|rss|cache|swap)",
            r"container_fs_(?:usage|limit)_bytes|container_last_seen",
            r"kube_\w+_status_(?:phase|ready|condition|capacity|allocatable)",
            r"kube_\w+_(?:spec_replicas|resource_requests|resource_limits)",
            r"jvm_memory_(?:used|committed|max)_bytes|jvm_memory_bytes_(?:used|committed|max)",
            r"jvm_threads_(?:current|daemon|live|peak)(?:_threads)?",
        )
    )
)
"""Names that are gauges wherever they come from: those of well-known exporters, and endings that
Prometheus' naming keeps for gauges."""


def is_counter(name: str, settings: Settings) -> bool | None:
    """Tell whether a metric only ever grows; None when nothing tells.

    A counter's parts count as counters: `_bucket`, `_sum` and `_count` of histograms and summaries
    where the catalogue tells their type, `_bucket` by its name too. So do native histograms.
    """
    known = settings.catalogue.metric(name) if settings.catalogue else None
    if known is not None and known.type != "unknown":
        return known.type == "counter" or _is_part(name, known.type)
    return _by_name(name)


@lru_cache(maxsize=8192)
def _by_name(name: str) -> bool | None:
    if ":" in name:
        return None
    if name.endswith("_total"):
        return None if _NO_COUNTER.fullmatch(name) else True
    if name.endswith("_bucket"):
        return True
    return False if _GAUGES.fullmatch(name) else None


def type_told(name: str, settings: Settings) -> str | None:
    """Return the type that the catalogue gives; None when it gives none."""
    known = settings.catalogue.metric(name) if settings.catalogue else None
    return known.type if known is not None and known.type != "unknown" else None


def _is_part(name: str, kind: str) -> bool:
    """Whether a series of that type grows only: all of a histogram's, a native one itself too."""
    if kind == "histogram":
        return not name.endswith("_created")
    return kind == "summary" and name.endswith(("_count", "_sum"))
