"""Every query of the boards node, containers and stack, with values worked out by hand.

A sample every 10 s, and the panels at 5 m, after 31 samples: a gauge `v` is constant; a counter
`+n` rises by n each sample, so its rate is n / 10 a second and its increase over 5 m is 30 * n.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from boardwright.testing.evaluation_log import CoverageRecord
from boardwright.testing.query_coverage import measure_coverage
from boardwright.testing.tested_project import TestedProject
from support import server_program

AT = "5m"
Values = Mapping[str, float]


def series_of(labels: str, values: Mapping[str, str | float]) -> dict[str, str]:
    """Return series of one target: `name` or `name{more="labels"}` -> `+n`, or a constant."""
    found = {}
    for name, value in values.items():
        plain, brace, more = name.partition("{")
        inside = f"{labels},{more}" if brace else f"{labels}}}"
        text = str(value)
        found[f"{plain}{{{inside}"] = f"0{text}x60" if text.startswith("+") else f"{text}x60"
    return found


NODE = series_of(
    'job="k8s-node",instance="a"',
    {
        "up": 1,
        "node_uname_info": 1,
        # Two CPUs, each idle for 6 s, in user mode for 3 s, and waiting for 1 s of 10 s.
        **{f'node_cpu_seconds_total{{cpu="{n}",mode="idle"}}': "+6" for n in (0, 1)},
        **{f'node_cpu_seconds_total{{cpu="{n}",mode="user"}}': "+3" for n in (0, 1)},
        **{f'node_cpu_seconds_total{{cpu="{n}",mode="iowait"}}': "+1" for n in (0, 1)},
        "node_load1": 3,
        "node_load5": 2,
        "node_load15": 1,
        "node_memory_MemTotal_bytes": 1000,
        "node_memory_MemAvailable_bytes": 250,
        "node_memory_MemFree_bytes": 100,
        "node_memory_Cached_bytes": 300,
        "node_memory_Buffers_bytes": 50,
        "node_memory_SReclaimable_bytes": 70,
        "node_memory_Shmem_bytes": 20,
        "node_memory_SwapTotal_bytes": 500,
        "node_memory_SwapFree_bytes": 400,
        "node_vmstat_pswpin": "+20",
        "node_vmstat_pswpout": "+30",
        "node_vmstat_oom_kill": "+1",
        **{
            f'{name}{{mountpoint="/",device="sda1",fstype="ext4"}}': value
            for name, value in {
                "node_filesystem_avail_bytes": 200,
                "node_filesystem_size_bytes": 1000,
                "node_filesystem_files": 100,
                "node_filesystem_files_free": 40,
                "node_filesystem_readonly": 1,
            }.items()
        },
        'node_filesystem_avail_bytes{mountpoint="/run",device="t",fstype="tmpfs"}': 1,
        'node_filesystem_size_bytes{mountpoint="/run",device="t",fstype="tmpfs"}': 1000,
        **{
            f'{name}{{device="sda"}}': value
            for name, value in {
                "node_disk_io_time_seconds_total": "+5",
                "node_disk_io_time_weighted_seconds_total": "+20",
                "node_disk_read_bytes_total": "+1000",
                "node_disk_written_bytes_total": "+2000",
                "node_disk_reads_completed_total": "+40",
                "node_disk_writes_completed_total": "+50",
                "node_disk_read_time_seconds_total": "+2",
                "node_disk_write_time_seconds_total": "+5",
            }.items()
        },
        **{
            f'node_network_{name}_total{{device="eth0"}}': value
            for name, value in {
                "receive_bytes": "+1000",
                "transmit_bytes": "+500",
                "receive_errs": "+10",
                "transmit_errs": "+20",
                "receive_drop": "+30",
                "transmit_drop": "+40",
            }.items()
        },
        "node_netstat_Tcp_RetransSegs": "+5",
        "node_netstat_Tcp_OutSegs": "+100",
        "node_netstat_Tcp_CurrEstab": 12,
        "node_pressure_cpu_waiting_seconds_total": "+1",
        "node_pressure_memory_waiting_seconds_total": "+2",
        "node_pressure_io_waiting_seconds_total": "+3",
        "node_filefd_allocated": 100,
        "node_filefd_maximum": 1000,
        "node_boot_time_seconds": -700,  # 1,000 s before 5 m
        "node_time_seconds": "+10",  # the clock of the machine is right: 300 at 5 m
        "node_timex_offset_seconds": 0.25,
        "node_timex_sync_status": 1,
    },
)

NODE_VALUES: Mapping[int | str, Values] = {
    "Machines down": {"down": 0},
    "CPU usage": {"CPU usage": 0.4},  # 1 - 0.6 idle
    "Load per core": {"Load per core": 1.5},  # 3 / 2
    "Memory used": {"Memory used": 0.75},  # 1 - 250 / 1000
    "Fullest file system": {"Fullest file system": 0.8},  # of /; tmpfs does not count
    "Uptime": {"uptime": 1000},
    "CPU: utilisation": {"a": 0.4},
    "CPU: saturation": {"a": 1.5},
    "CPU usage by mode": {"user": 0.3, "iowait": 0.1},
    "Load against cores": {"a 1m": 3, "a 5m": 2, "a 15m": 1, "a cores": 2},
    "Memory: utilisation": {"a": 0.75},
    "Memory: saturation": {"a": 5},  # 3 + 2 pages a second
    "Memory: errors": {"a": 30},  # increase() never counts from below 0
    "Memory": {
        "programs and kernel": 500,  # 1000 - 100 - cache
        "cache": 400,  # 300 + 50 + 70 - 20
        "free": 100,
        "total": 1000,
    },
    "Swap": {"used": 100, "limit": 500},
    "File systems": {"a /": 0.8},
    "File systems over time": {"a /": 0.8},
    "Free space in 24 h": {"a /": 200},  # it does not change
    "Inodes": {"a /": 0.6},
    "Read-only": {"read-only": 1},
    "Disk: utilisation": {"a sda": 0.5},
    "Disk: saturation": {"a sda": 2},
    "Disk throughput": {"a sda reads": 100, "a sda writes": 200},
    "Disk operations": {"a sda reads": 4, "a sda writes": 5},
    "Disk latency": {"a sda reads": 0.05, "a sda writes": 0.1},  # 2 s / 40, 5 s / 50
    "Traffic": {"a eth0 received": 800, "a eth0 sent": 400},
    "Network errors and drops": {
        "a eth0 receive errors": 1,
        "a eth0 transmit errors": 2,
        "a eth0 receive drops": 3,
        "a eth0 transmit drops": 4,
    },
    "TCP segments sent again": {"a": 0.05},
    "TCP connections": {"a": 12},
    "Pressure": {"a cpu": 0.1, "a memory": 0.2, "a io": 0.3},
    "File descriptors": {"a": 0.1},
    "Up": {"k8s-node a": 1},
    "Clock": {"a ahead of Prometheus": 0, "a offset by NTP": 0.25},
    "Clock kept by NTP": {"a": 1},
}

CONTAINERS = {
    **series_of('job="cadvisor",instance="a"', {"cadvisor_version_info": 1}),
    **series_of(
        'job="cadvisor",instance="a",name="web",id="/docker/1"',
        {
            "container_last_seen": 300,
            "container_start_time_seconds": 100,  # 200 s before 5 m
            "container_oom_events_total": "+1",
            "container_memory_working_set_bytes": 300,
            "container_spec_memory_limit_bytes": 1000,
            "container_cpu_usage_seconds_total": "+4",
            "container_cpu_cfs_throttled_periods_total": "+10",
            "container_cpu_cfs_periods_total": "+100",
            "container_pressure_cpu_waiting_seconds_total": "+1",
            "container_pressure_memory_waiting_seconds_total": "+2",
            "container_pressure_io_waiting_seconds_total": "+3",
            "container_network_receive_bytes_total": "+1000",
            "container_network_transmit_bytes_total": "+500",
            "container_network_receive_errors_total": "+10",
            "container_network_transmit_errors_total": "+20",
            "container_network_receive_packets_dropped_total": "+30",
            "container_network_transmit_packets_dropped_total": "+40",
            "container_fs_usage_bytes": 4096,
            "container_fs_reads_bytes_total": "+1000",
            "container_fs_writes_bytes_total": "+2000",
        },
    ),
}

CONTAINER_VALUES: Mapping[int | str, Values] = {
    "Containers": {"Containers": 1},
    "Restarts, last hour": {"Restarts, last hour": 0},
    "Out of memory, last hour": {"Out of memory, last hour": 30},
    "Nearest to its memory limit": {"of limit": 0.3},
    "CPUs busy": {"a web": 0.4},
    "CPU throttling": {"a web": 0.1},
    "Waiting for a CPU": {"a web": 0.1},
    "Memory in use": {"a web": 300},
    "Memory against limit": {"a web": 0.3},
    "Out of memory": {"a web": 30},
    "Waiting for memory": {"a web": 0.2},
    "Restarts": {"a web": 0},
    "Running since": {"a web": 200},
    "Network traffic": {"a web received": 800, "a web sent": 400},
    "Network errors and drops": {
        "a web receive errors": 1,
        "a web transmit errors": 2,
        "a web receive drops": 3,
        "a web transmit drops": 4,
    },
    "Space on disk": {"a web": 4096},
    "Disk throughput": {"a web reads": 100, "a web writes": 200},
    "Waiting for a disk": {"a web": 0.3},
}

BUCKETS = {"0.1": "+80", "0.2": "+100", "+Inf": "+100"}
"""Of 100 requests a scrape 80 take up to 0.1 s, and the other 20 up to 0.2 s.

The quantile q is in the second bucket for q > 0.8: 0.1 + 0.1 * (q * 100 - 80) / 20. That is 0.15
for 0.9 and 0.195 for 0.99. The median is in the first: 0.1 * 50 / 80 = 0.0625.
"""

STACK = {
    **NODE,
    **series_of(
        'job="prometheus",instance="p"',
        {
            "up": 1,
            "prometheus_build_info": 1,
            "scrape_duration_seconds": 0.02,
            "scrape_samples_post_metric_relabeling": 700,
            "scrape_series_added": 7,
            "prometheus_config_last_reload_successful": 1,
            "prometheus_tsdb_head_series": 5000,
            "prometheus_tsdb_head_samples_appended_total": "+8000",
            'prometheus_engine_query_duration_seconds{slice="inner_eval",quantile="0.9"}': 0.5,
            'prometheus_engine_query_duration_seconds{slice="inner_eval",quantile="0.99"}': 0.9,
            **{
                f'prometheus_http_request_duration_seconds_bucket{{handler="/q",le="{le}"}}': value
                for le, value in BUCKETS.items()
            },
            "process_cpu_seconds_total": "+1",
            "process_resident_memory_bytes": 1024,
            "process_open_fds": 10,
            "process_max_fds": 100,
            'prometheus_rule_evaluation_duration_seconds_count{rule_group="g"}': "+20",
            'prometheus_rule_evaluation_failures_total{rule_group="g"}': "+5",
            'prometheus_rule_group_last_duration_seconds{rule_group="g"}': 2,
            'prometheus_rule_group_interval_seconds{rule_group="g"}': 10,
            'prometheus_notifications_dropped_total{alertmanager="m"}': "+10",
            "prometheus_notifications_queue_length": 3,
        },
    ),
    **series_of(
        'job="grafana",instance="g"',
        {
            "up": 0,
            "grafana_build_info": 1,
            **{
                f'grafana_http_request_duration_seconds_bucket{{handler="/d",le="{le}"}}': value
                for le, value in BUCKETS.items()
            },
            'grafana_http_request_duration_seconds_count{handler="/d",status_code="200"}': "+90",
            'grafana_http_request_duration_seconds_count{handler="/d",status_code="500"}': "+10",
            "grafana_http_request_in_flight": 4,
            "grafana_database_conn_open": 6,
            "grafana_database_conn_in_use": 2,
            "process_cpu_seconds_total": "+2",
            "process_resident_memory_bytes": 2048,
            "process_open_fds": 20,
            "process_max_fds": 100,
            'grafana_alerting_alerts{state="normal"}': 5,
            "grafana_alerting_schedule_alert_rules": 8,
            "grafana_alerting_scheduler_behind_seconds": 0.5,
        },
    ),
}

FAILED_NOW, FAILED_SHARE = 5423707, 6425174
"""The ids of the two panels "Failed rule evaluations"."""

STACK_VALUES: Mapping[int | str, Values] = {
    "Targets down": {"down": 1},  # grafana
    "Configuration loaded": {"loaded": 1},
    "Series": {"series": 5000},
    "Samples per second": {"samples": 800},
    "CPU usage": {"a": 0.4},
    "Memory used": {"a": 0.75},
    "File systems used": {"a /": 0.8},
    FAILED_NOW: {"g": 150},  # 30 * 5
    "Targets up": {"k8s-node a": 1, "prometheus p": 1, "grafana g": 0},
    "Scrape duration": {"prometheus p": 0.02},
    "Samples per scrape": {"prometheus p": 700},
    "New series per scrape": {"prometheus": 7},
    "Head series": {"p": 5000},
    "Query duration": {"p90 inner_eval": 0.5, "p99 inner_eval": 0.9},
    "HTTP requests, p99": {"p99 /q": 0.195},
    "Prometheus: CPUs busy": {"prometheus p": 0.1},
    "Prometheus: memory": {"prometheus p": 1024},
    "Prometheus: file descriptors": {"prometheus p": 0.1},
    "Rule evaluations": {"p": 2},
    FAILED_SHARE: {"p": 0.25},  # 5 of 20
    "Rule groups against their interval": {"g": 0.2},
    "Alerts that Prometheus could not send": {"p dropped per second": 1, "p queued": 3},
    "Requests": {"Requests": 10},
    "Errors": {"Errors": 0.1},
    "Duration: quantiles": {"p50": 0.0625, "p90": 0.15, "p99": 0.195},
    "Duration: distribution": {"0.1": 8, "0.2": 10, "+Inf": 10},
    "Busiest handlers": {"/d": 10},
    "Requests in flight": {"g": 4},
    "Database connections": {"g open": 6, "g in use": 2},
    "Grafana: CPUs busy": {"grafana g": 0.2},
    "Grafana: memory": {"grafana g": 2048},
    "Grafana: file descriptors": {"grafana g": 0.2},
    "Alert instances by state": {"normal": 5},
    "Alert rules": {"rules": 8},
    "Alert scheduler behind": {"g": 0.5},
}

BOARDS = {
    "node": (NODE, NODE_VALUES),
    "containers": (CONTAINERS, CONTAINER_VALUES),
    "stack": (STACK, STACK_VALUES),
}


@pytest.mark.parametrize("board_uid", BOARDS)
def test_every_query_shows_the_expected_value(panels: TestedProject, board_uid: str) -> None:
    """Each panel has its values, and no query of the board is left out."""
    server_program("promtool")
    board, (series, values) = panels(board_uid), BOARDS[board_uid]
    record = CoverageRecord()
    for panel, expected in values.items():
        shown = board[panel].at(AT, series=series)
        assert shown == {name: pytest.approx(value) for name, value in expected.items()}
        record.add_examined(shown.evaluation)
    coverage = measure_coverage([board], [], record)
    assert [item for item in coverage.items if not item.is_covered] == []
    assert coverage.share == 100


def test_a_file_system_that_fills_up_by_tomorrow_has_no_free_space(panels: TestedProject) -> None:
    """It loses 10 of 1000 bytes every 10 s: 700 are left after 5 min, and in 24 h 700 - 86400."""
    server_program("promtool")
    (name,) = (each for each in NODE if each.startswith("node_filesystem_avail") and "ext4" in each)
    shown = panels("node")["Free space in 24 h"].at(AT, series={**NODE, name: "1000-10x60"})
    assert shown == {"a /": 0}
