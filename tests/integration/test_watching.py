"""What a running server says about itself: metrics at a port of their own, log lines a program can read, and nothing by default."""

import json
import logging
import socket
import urllib.request

import pytest

from dashboard import metrics, workflow
from dashboard.mart.mart import Mart
from dashboard.settings import log_as_json, metrics_address
from dashboard.web import log_lines
from dashboard.words.messages import DashboardError
from tests import stores
from tests.browser.server import Server
from tests.integration.offices import REVIEWER, submit


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def value(name, **labels):
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A server's metrics as text, and its log."""
    folder, port = tmp_path_factory.getbasetemp(), free_port()
    given = {"DASHBOARD_METRICS": str(port), "DASHBOARD_LOG": "json"}
    log = tmp_path_factory.mktemp("watching") / "server.log"
    with Server(stores.environment(stores.demo_store(folder)) | given, log) as server:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
            told = answer.read().decode()
        with urllib.request.urlopen(f"{server.address}/", timeout=20) as answer:
            assert b"dashboard_" not in answer.read()
        lines = server.log()
    return told, lines


def samples(told):
    return dict(line.rsplit(" ", 1) for line in told.splitlines() if line and not line.startswith("#"))


def test_a_server_tells_what_an_operator_is_woken_by(asked):
    found = samples(asked[0])
    assert float(found["dashboard_store_reachable"]) == 1
    assert float(found["dashboard_snapshot"]) > 0
    assert 0 <= float(found["dashboard_snapshot_age_seconds"]) < 600
    assert float(found["dashboard_mart_build_seconds_count"]) >= 1
    assert float(found["dashboard_sessions"]) == 0
    # The pages were run once before the first visitor came.
    assert float(found['dashboard_interaction_seconds_count{outcome="done",page="y-te"}']) == 1
    assert float(found["dashboard_page_errors_total"]) == 0


def test_every_line_of_its_log_is_an_object(asked):
    lines = [json.loads(line) for line in asked[1].splitlines() if line.startswith("{")]
    assert all({"at", "level", "logger", "message"} <= line.keys() for line in lines)


def test_by_default_nothing_is_served_and_lines_are_text():
    assert metrics_address({}) is None
    assert log_as_json({}) is False
    with metrics.served(None):
        pass


@pytest.mark.parametrize(
    ("text", "meant"),
    [("9464", ("127.0.0.1", 9464)), ("0.0.0.0:9464", ("0.0.0.0", 9464)), ("[::1]:80", ("::1", 80))],
)
def test_the_address_of_metrics_is_a_port_or_a_host_with_one(text, meant):
    assert metrics_address({"DASHBOARD_METRICS": text}) == meant


@pytest.mark.parametrize("text", ["yes", "0", "65536", "host:", ":", "a b:1"])
def test_another_address_is_refused_at_start(text):
    with pytest.raises(DashboardError, match="CỔNG"):
        metrics_address({"DASHBOARD_METRICS": text})


def test_a_log_of_another_form_is_refused_at_start():
    with pytest.raises(DashboardError, match="text hoặc json"):
        log_as_json({"DASHBOARD_LOG": "xml"})


def test_refusals_and_marts_are_counted(store, catalogue):
    refused, built = value("dashboard_refusals_total", act="approve"), value("dashboard_mart_build_seconds_count")
    id_ = submit(store, {2025: 79}, catalogue=catalogue)
    workflow.approve(store, REVIEWER, id_)
    with pytest.raises(workflow.RefusedError):
        workflow.approve(store, REVIEWER, id_)
    Mart(catalogue, store)
    assert value("dashboard_refusals_total", act="approve") == refused + 1
    assert value("dashboard_mart_build_seconds_count") >= built + 1


def test_each_code_of_a_file_is_counted_once():
    before = value("dashboard_intake_issues_total", subject="figures", code="unit")
    metrics.file_checked("figures", ["unit", "unit", "year"], may_be_handed_in=False)
    assert value("dashboard_intake_issues_total", subject="figures", code="unit") == before + 1


def test_a_page_broken_off_is_counted_apart():
    with pytest.raises(ValueError, match="x"), metrics.interaction("y-te"):
        raise ValueError("x")
    assert value("dashboard_interaction_seconds_count", page="y-te", outcome="broken_off") >= 1


def test_what_is_being_made_stands_in_the_queue():
    with metrics.queued("document"):
        assert value("dashboard_queue", kind="document") >= 1


def test_a_line_with_an_error_has_the_id_of_the_page():
    try:
        raise ValueError("hỏng")
    except ValueError as error:
        record = logging.LogRecord(
            "dashboard", logging.ERROR, "x", 1, "Page error %s", ("ab12",), (ValueError, error, None)
        )
    record.id = "ab12"
    line = json.loads(log_lines.JsonLines().format(record))
    assert (line["level"], line["message"], line["id"]) == ("error", "Page error ab12", "ab12")
    assert line["error"].endswith("ValueError: hỏng")
    assert "\n" not in log_lines.JsonLines().format(record)
