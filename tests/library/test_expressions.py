"""Every function that makes an expression, and the PromQL it makes."""

from __future__ import annotations

import pytest

from boardwright.library import (
    Scope,
    buckets,
    cadvisor,
    cpu,
    disks,
    error_ratio,
    filesystems,
    mean,
    memory,
    network,
    per_second,
    prometheus_server,
    quantile,
    system,
    top,
    top_over_range,
    used_share,
)
from boardwright.promql import Expr, irate, metric, rate, re, settings

FIVE_MINUTES = Scope().with_window("5m")
J = Scope(job="j")
DISK = 'job="j",device!~"loop.*|ram.*|zram.*|sr.*|fd.*|dm-.*|md.*"'
FS = 'job="j",fstype!~"tmpfs|ramfs|devtmpfs|overlay|squashfs|iso9660|nsfs|fuse\\\\..*|autofs"'

QUESTIONS = [
    (per_second("a_total"), "sum(rate(a_total[1m]))"),
    (per_second("a_total", by="code"), "sum by (code) (rate(a_total[1m]))"),
    (
        per_second("a_total", by=["code", "method"], scope=J.with_window("5m"), using=irate),
        'sum by (code, method) (irate(a_total{job="j"}[5m]))',
    ),
    (
        error_ratio("a_total", errors={"code": re("5..")}, scope=J),
        '(sum(rate(a_total{job="j",code=~"5.."}[1m])) or sum(rate(a_total{job="j"}[1m])) * 0)'
        ' / sum(rate(a_total{job="j"}[1m]))',
    ),
    (
        error_ratio("a_total", errors="a_failed_total", by="x", scope=FIVE_MINUTES),
        "(sum by (x) (rate(a_failed_total[5m])) or sum by (x) (rate(a_total[5m])) * 0)"
        " / sum by (x) (rate(a_total[5m]))",
    ),
    (mean("d_seconds"), "sum(rate(d_seconds_sum[1m])) / sum(rate(d_seconds_count[1m]))"),
    (
        mean("d_seconds", by="x", native=True, scope=FIVE_MINUTES),
        "histogram_sum(sum by (x) (rate(d_seconds[5m])))"
        " / histogram_count(sum by (x) (rate(d_seconds[5m])))",
    ),
    (
        quantile(0.99, "d_seconds"),
        "histogram_quantile(0.99, sum by (le) (rate(d_seconds_bucket[1m])))",
    ),
    (
        quantile(0.5, "d_seconds", by="x", scope=J),
        'histogram_quantile(0.5, sum by (le, x) (rate(d_seconds_bucket{job="j"}[1m])))',
    ),
    (
        quantile(0.5, "d_seconds", by="x", native=True),
        "histogram_quantile(0.5, sum by (x) (rate(d_seconds[1m])))",
    ),
    (buckets("d_seconds"), "sum by (le) (rate(d_seconds_bucket[1m]))"),
    (buckets("d_seconds", native=True), "sum(rate(d_seconds[1m]))"),
    (top(3, "a_total", by="x"), "topk(3, sum by (x) (rate(a_total[1m])))"),
    (
        top_over_range(3, "a_total", by="x", scope=J),
        'sum by (x) (rate(a_total{job="j"}[1m]))'
        ' and topk(3, sum by (x) (rate(a_total{job="j"}[$__range] @ end())))',
    ),
    (used_share("a", "b", scope=J), 'a{job="j"} / (b{job="j"} > 0)'),
    (used_share(metric("a") - metric("c"), "b"), "(a - c) / (b > 0)"),
]

MACHINES = [
    (cpu.seconds(scope=J), 'node_cpu_seconds_total{job="j"}'),
    (cpu.by_cpu_and_mode(scope=J), 'irate(node_cpu_seconds_total{job="j"}[1m])'),
    (cpu.sum_by_mode(scope=FIVE_MINUTES), "sum by (mode) (irate(node_cpu_seconds_total[5m]))"),
    (cpu.avg_by_mode(scope=FIVE_MINUTES), "avg by (mode) (irate(node_cpu_seconds_total[5m]))"),
    (
        cpu.usage_percent(by="instance", scope=J),
        '100 - (avg by (instance) (irate(node_cpu_seconds_total{job="j",mode="idle"}[1m])) * 100)',
    ),
    (
        cpu.busy_modes(without=("cpu", "instance"), scope=J),
        'avg without (cpu, instance) (irate(node_cpu_seconds_total{job="j",mode!="idle"}[1m]))',
    ),
    (
        cpu.usage(scope=J),
        '1 - avg without (cpu, mode) (irate(node_cpu_seconds_total{job="j",mode="idle"}[1m]))',
    ),
    (
        memory.used(scope=J),
        '1 - node_memory_MemAvailable_bytes{job="j"} / node_memory_MemTotal_bytes{job="j"}',
    ),
    (
        memory.swapping(),
        "irate(node_vmstat_pswpout[1m]) + irate(node_vmstat_pswpin[1m])",
    ),
    (memory.oom_kills(), "increase(node_vmstat_oom_kill[1h])"),
    (memory.parts()["free"], "sum(node_memory_MemFree_bytes)"),
    (
        memory.parts()["cache"],
        "sum(node_memory_Cached_bytes + node_memory_Buffers_bytes"
        " + node_memory_SReclaimable_bytes - node_memory_Shmem_bytes)",
    ),
    (
        memory.parts()["programs and kernel"],
        "sum(node_memory_MemTotal_bytes - node_memory_MemFree_bytes"
        " - (node_memory_Cached_bytes + node_memory_Buffers_bytes"
        " + node_memory_SReclaimable_bytes - node_memory_Shmem_bytes))",
    ),
    (
        filesystems.used(scope=J),
        "max by (instance, mountpoint) "
        f"(1 - node_filesystem_avail_bytes{{{FS}}} / node_filesystem_size_bytes{{{FS}}})",
    ),
    (
        filesystems.inodes_used(scope=J),
        "max by (instance, mountpoint) "
        f"(1 - node_filesystem_files_free{{{FS}}} / (node_filesystem_files{{{FS}}} > 0))",
    ),
    (
        filesystems.free_tomorrow(scope=J),
        f"predict_linear(node_filesystem_avail_bytes{{{FS}}}[6h], 86400)",
    ),
    (filesystems.read_only(scope=J), f"sum(node_filesystem_readonly{{{FS}}})"),
    (disks.busy(scope=J), f"irate(node_disk_io_time_seconds_total{{{DISK}}}[1m])"),
    (disks.queue(scope=J), f"irate(node_disk_io_time_weighted_seconds_total{{{DISK}}}[1m])"),
    (disks.throughput(scope=J)["reads"], f"irate(node_disk_read_bytes_total{{{DISK}}}[1m])"),
    (disks.throughput(scope=J)["writes"], f"irate(node_disk_written_bytes_total{{{DISK}}}[1m])"),
    (disks.operations(scope=J)["reads"], f"irate(node_disk_reads_completed_total{{{DISK}}}[1m])"),
    (disks.operations(scope=J)["writes"], f"irate(node_disk_writes_completed_total{{{DISK}}}[1m])"),
    (
        disks.latency(scope=J)["reads"],
        f"rate(node_disk_read_time_seconds_total{{{DISK}}}[1m])"
        f" / rate(node_disk_reads_completed_total{{{DISK}}}[1m])",
    ),
    (
        disks.latency(scope=J)["writes"],
        f"rate(node_disk_write_time_seconds_total{{{DISK}}}[1m])"
        f" / rate(node_disk_writes_completed_total{{{DISK}}}[1m])",
    ),
    (
        network.received(device="eth0", scope=J),
        'node_network_receive_bytes_total{job="j",device="eth0"}',
    ),
    (
        network.bits(network.SENT, device="eth0"),
        'irate(node_network_transmit_bytes_total{device="eth0"}[1m]) * 8',
    ),
    (
        network.bits(network.RECEIVED, device=re("e.*"), scope=FIVE_MINUTES, using=rate),
        'rate(node_network_receive_bytes_total{device=~"e.*"}[5m]) * 8',
    ),
    (
        network.failures(device="eth0")["receive drops"],
        'sum by (instance, device) (rate(node_network_receive_drop_total{device="eth0"}[1m]))',
    ),
    (
        system.cores(scope=J),
        'count without (cpu, mode) (node_cpu_seconds_total{job="j",mode="idle"})',
    ),
    (
        system.load_per_core(),
        'node_load1 / count without (cpu, mode) (node_cpu_seconds_total{mode="idle"})',
    ),
    (system.uptime(), "node_time_seconds - node_boot_time_seconds"),
    (system.clock_difference(), "node_time_seconds - timestamp(node_time_seconds)"),
    (system.down(scope=J), 'sum(1 - up{job="j"})'),
    (system.pressure()["io"], "rate(node_pressure_io_waiting_seconds_total[1m])"),
    (
        prometheus_server.slow_groups(),
        "max by (rule_group) (prometheus_rule_group_last_duration_seconds"
        " / prometheus_rule_group_interval_seconds)",
    ),
]


def by_container(question: str) -> str:
    """Return an expression of `by_container`, with `{}` for the matcher of names."""
    named = question.replace("{}", '{job="j",name!=""}')
    nameless = question.replace("{}", '{job="j",name=""}')
    return (
        f'label_replace({named}, "container", "$1", "name", "(.+)") or on (job, instance) '
        f'label_replace({nameless}, "container", "$1", "id", "(.+)")'
    )


def sum_answers(question: str) -> str:
    return f"sum by (instance, container) ({by_container(question)})"


CONTAINERS = [
    (cadvisor.cpu(scope=J), sum_answers("irate(container_cpu_usage_seconds_total{}[1m])")),
    (
        cadvisor.throttled(scope=J),
        by_container(
            "rate(container_cpu_cfs_throttled_periods_total{}[1m])"
            " / rate(container_cpu_cfs_periods_total{}[1m])"
        ),
    ),
    (
        cadvisor.waiting("memory", scope=J),
        by_container("rate(container_pressure_memory_waiting_seconds_total{}[1m])"),
    ),
    (cadvisor.working_set(scope=J), sum_answers("container_memory_working_set_bytes{}")),
    (
        cadvisor.memory_of_limit(scope=J),
        by_container(
            "container_memory_working_set_bytes{} / (container_spec_memory_limit_bytes{} > 0)"
        ),
    ),
    (cadvisor.oom_events(scope=J), sum_answers("increase(container_oom_events_total{}[1h])")),
    (
        cadvisor.traffic("container_network_receive_bytes_total", scope=J),
        sum_answers("irate(container_network_receive_bytes_total{}[1m])") + " * 8",
    ),
    (
        cadvisor.per_second("container_fs_reads_bytes_total", scope=J),
        sum_answers("rate(container_fs_reads_bytes_total{}[1m])"),
    ),
    (cadvisor.disk_used(scope=J), sum_answers("container_fs_usage_bytes{}")),
    (cadvisor.restarts(scope=J), sum_answers("changes(container_start_time_seconds{}[1h])")),
    (cadvisor.age(scope=J), f"time() - ({by_container('container_start_time_seconds{}')})"),
    (cadvisor.seen(scope=J), by_container("container_last_seen{}")),
]


@pytest.mark.parametrize(("expr", "text"), QUESTIONS + MACHINES + CONTAINERS)
def test_each_function_returns_the_expected_promql(expr: Expr, text: str) -> None:
    assert str(expr) == text


def test_a_scope_applies_to_both_sides_of_a_division() -> None:
    text = str(cadvisor.seen(scope=Scope(name=re("$name"))))
    assert 'container_last_seen{name=~"$name",name!=""}' in text
    assert 'container_last_seen{name=~"$name",name=""}' in text


def test_windows_depend_on_the_scrape_interval_of_the_project() -> None:
    with settings(scrape_interval="30s"):
        assert str(cpu.avg_by_mode()) == "avg by (mode) (irate(node_cpu_seconds_total[2m]))"
    with settings(scrape_interval="10s", window="$__rate_interval"):
        assert str(per_second("a_total")) == "sum(rate(a_total[$__rate_interval]))"
