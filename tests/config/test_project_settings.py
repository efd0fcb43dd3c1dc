"""`boardwright.toml`: accepted values, and the message for each rejected one."""

from __future__ import annotations

import re

import pytest

from boardwright.config.project_file import read_project
from boardwright.config.project_root import find_root
from boardwright.errors import ConfigError
from support import TOML, MakeProject

SOURCE = '\n[[datasources]]\nname = "Two"\nuid = "two"\nurl = "http://two"\n'


def read(make_project: MakeProject, toml: str) -> object:
    return read_project(make_project(toml=toml))


def test_missing_settings_have_defaults(make_project: MakeProject) -> None:
    project = read_project(make_project())
    assert (project.name, project.scrape_interval, project.window) == ("demo", "10s", None)
    assert (project.dashboards, project.output) == ("dashboards", "provisioning")
    assert project.tag == "boardwright:demo"
    assert project.default_datasource.uid == "prometheus"
    assert project.find_folder(None).title == "Demo"


def test_an_environment_has_its_own_uids_and_output_folder(make_project: MakeProject) -> None:
    toml = (
        TOML + '\n[environments.staging]\n[environments.staging.datasources]\nprometheus = "P1"\n'
    )
    environment = read_project(make_project(toml=toml)).find_environment("staging")
    assert environment.output == "provisioning-staging"
    assert environment.datasources == {"prometheus": "P1"}


def test_an_unknown_environment_is_reported_with_the_declared_ones(
    make_project: MakeProject,
) -> None:
    project = read_project(make_project(toml=TOML + "\n[environments.staging]\n"))
    with pytest.raises(ConfigError, match="no environment 'prod'") as caught:
        project.find_environment("prod")
    assert "Environments: staging." in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'name = "demo"\n',
            'name = "demo"\n\n[prometheus]\nretention = "long"\n',
            "boardwright.toml:5: prometheus.retention is 'long', which is not a duration\n"
            "  Write the value of Prometheus's option --storage.tsdb.retention.time, such as"
            ' "15d".',
        ),
        (
            'name = "demo"',
            'name = "demo"\nscrape_intervall = "10s"',
            "boardwright.toml:3: unknown key 'project.scrape_intervall'\n"
            "  Did you mean 'scrape_interval'?",
        ),
        (
            'name = "demo"',
            'name = "demo"\nscrape_interval = "5s"',
            "boardwright.toml:3: project.scrape_interval is '5s', but must be from 10s to 60s\n"
            "  With an interval below 10s, Prometheus needs much memory and disk space. With an"
            " interval above 60s, the usual ranges in rate() contain too few samples.",
        ),
        (
            'name = "demo"',
            'name = "demo"\nscrape_interval = "often"',
            "boardwright.toml:3: project.scrape_interval is 'often', which is not a duration\n"
            '  Write a duration such as "10s", "1m" or "1m30s".',
        ),
        (
            'name = "demo"',
            'name = "demo"\nwindow = "15s"',
            (
                "boardwright.toml:3: project.window is '15s', which is shorter than two "
                "scrape intervals of 10s\n  rate() needs at least two samples in the window. Use a "
                "window of four scrape intervals, so that rate() still has a result if a scrape "
                "fails."
            ),
        ),
        (
            'name = "demo"',
            'name = "demo"\nscrape_interval = 10',
            "boardwright.toml:3: project.scrape_interval is 10, but must be a string",
        ),
        (
            'name = "demo"',
            'name = "De mo"',
            "boardwright.toml:2: project.name is 'De mo', which is not a valid project name\n"
            "  Use only lower-case letters, digits, hyphens and underscores, such as my-boards.",
        ),
        ('name = "demo"\n', "", "boardwright.toml:1: project.name is missing"),
        (
            "[project]",
            "[projekt]",
            "boardwright.toml:1: unknown key 'projekt'\n  Did you mean 'project'?",
        ),
        (
            'name = "demo"',
            'nam = "demo"',
            "boardwright.toml:2: unknown key 'project.nam'\n  Did you mean 'name'?",
        ),
        (
            'name = "Prometheus"',
            'nam = "Prometheus"',
            "boardwright.toml:5: unknown key 'datasources.nam'\n  Did you mean 'name'?",
        ),
        (
            "[[datasources]]",
            "[[datasource]]",
            "boardwright.toml:4: unknown key 'datasource'\n  Did you mean 'datasources'?",
        ),
        (
            'job = "prometheus"',
            'jop = "prometheus"',
            "boardwright.toml:11: unknown key 'scrape.jop'\n  Did you mean 'job'?",
        ),
        (
            "[[scrape]]",
            '[[folders]]\ntitel = "A"\nuid = "a"\n[[scrape]]',
            "boardwright.toml:11: unknown key 'folders.titel'\n  Did you mean 'title'?",
        ),
        (
            "[[scrape]]",
            '[[check.ignore]]\nrules = "a"\nreason = "b"\n[[scrape]]',
            "boardwright.toml:11: unknown key 'check.ignore.rules'\n  Did you mean 'rule'?",
        ),
        (
            "[[scrape]]",
            SOURCE.replace("two", "prometheus") + "[[scrape]]",
            "boardwright.toml:13: two data sources have the uid 'prometheus'",
        ),
        (
            "[[scrape]]",
            SOURCE.replace("Two", "Prometheus") + "[[scrape]]",
            "boardwright.toml:12: two data sources have the name 'Prometheus'",
        ),
        (
            "[[scrape]]",
            SOURCE + "default = true\n[[scrape]]",
            "boardwright.toml:15: the data sources 'Prometheus' and 'Two' both have "
            "default = true\n"
            "  Set default = true for only one data source.",
        ),
        (
            'uid = "prometheus"',
            'uid = "a/b"',
            (
                "boardwright.toml:6: the uid 'a/b' is not valid in Grafana: use 1 to 40 of the "
                "characters a-z, A-Z, 0-9, _ and -"
            ),
        ),
        (
            'targets = ["prometheus:9090"]',
            "targets = []",
            "boardwright.toml:12: the scrape job 'prometheus' has no targets\n"
            '  Write a list of targets, such as targets = ["web-1.example.org:9100"].',
        ),
        (
            'name = "demo"',
            'name = "demo"\noutput = "~/x"',
            "boardwright.toml:3: output is '~/x', but boardwright does not replace ~ by the home "
            "folder\n"
            "  Write an absolute path, or a path relative to the project's folder.",
        ),
        (
            'name = "demo"',
            'name = "demo"\ndashboards = "~/x"',
            "boardwright.toml:3: dashboards is '~/x', but boardwright does not replace ~ by the "
            "home folder\n"
            "  Write an absolute path, or a path relative to the project's folder.",
        ),
        (
            'name = "demo"',
            'name = "demo"\npython_path = ["lib"]',
            "boardwright.toml:3: python_path contains 'lib', but this folder does not exist\n"
            "  Write paths relative to the folder of boardwright.toml, such as"
            ' python_path = ["lib"].',
        ),
        (
            "[[datasources]]",
            "[grafana]\ntimeout = 0\n[[datasources]]",
            "boardwright.toml:5: timeout is 0, but must be from 1 to 600",
        ),
        (
            "[[datasources]]",
            "[grafana]\ntotal_timeout = -1\n[[datasources]]",
            "boardwright.toml:5: total_timeout is -1, but must be from 1 to 86400",
        ),
        (
            'targets = ["prometheus:9090"]',
            "targets = [9090]",
            "boardwright.toml:12: scrape.targets contains 9090, but must be a list of strings",
        ),
    ],
)
def test_a_wrong_setting_is_reported_with_the_line(
    make_project: MakeProject, old: str, new: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(make_project, TOML.replace(old, new, 1))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (
            "[project\nname = 1",
            r"^boardwright\.toml:1: the file is not valid TOML: .* at column 9$",
        ),
        (
            "[project]\nname = \n",
            r"^boardwright\.toml:2: the file is not valid TOML: .* at column 8$",
        ),
        (
            "[project]\nname =",
            r"^boardwright\.toml:2: the file is not valid TOML: .* \(at end of document\)$",
        ),
        ("[project]\n\n[project]\n", r"^boardwright\.toml:3: the file is not valid TOML: .*twice"),
    ],
)
def test_invalid_toml_is_reported_with_the_line(
    make_project: MakeProject, toml: str, message: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(make_project, toml)
    assert re.search(message, str(caught.value))


def test_a_byte_order_mark_is_ignored(make_project: MakeProject) -> None:
    read(make_project, "\ufeff" + TOML)
    with pytest.raises(ConfigError, match=r"^boardwright\.toml:1: unknown key 'projekt'"):
        read(make_project, "\ufeff" + TOML.replace("[project]", "[projekt]"))


def test_a_file_that_is_not_utf_8_is_refused(make_project: MakeProject) -> None:
    root = make_project({"boardwright.toml": b"\xff\xfe"})
    with pytest.raises(ConfigError, match="is not UTF-8"):
        read_project(root)


def test_the_root_is_found_from_a_folder_below(make_project: MakeProject) -> None:
    root = make_project()
    assert find_root(root / "dashboards") == root
    with pytest.raises(ConfigError, match="boardwright new"):
        find_root(root.parent)
