"""SpiffWorkflow, durable: the workflow as JSON in SQLite, written with synchronous=FULL after each step of a person.

usage: spiff.py FOLDER SECONDS; prints one line of JSON.
"""

import json
import sqlite3
import sys
import time
from pathlib import Path

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

WARM_UP_CASES = 3
STEPS = 7


def database(folder):
    connection = sqlite3.connect(Path(folder) / "spiff.sqlite", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table workflow (id integer primary key, state text not null) strict")
    return connection


def take_case(case, connection, serializer, specification, latencies):
    """Each step is a request of its own: load, complete the task of the person, run on, save."""
    for step in range(STEPS):
        started = time.perf_counter()
        if step == 0:
            workflow = BpmnWorkflow(specification)
            workflow.do_engine_steps()
        else:
            row = connection.execute("select state from workflow where id = ?", (case,)).fetchone()
            workflow = serializer.deserialize_json(row[0])
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.data["step"] = step
        task.run()
        workflow.do_engine_steps()
        state = serializer.serialize_json(workflow)
        connection.execute(
            "insert into workflow (id, state) values (?, ?) on conflict (id) do update set state = excluded.state",
            (case, state),
        )
        latencies.append(time.perf_counter() - started)
    assert workflow.completed


def main():
    folder, seconds = sys.argv[1], float(sys.argv[2])
    parser = BpmnParser()
    parser.add_bpmn_file(str(Path(__file__).with_name("licence.bpmn")))
    specification = parser.get_spec("licence")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    connection = database(folder)
    for case in range(WARM_UP_CASES):
        take_case(case, connection, serializer, specification, [])
    latencies = []
    case = WARM_UP_CASES
    cpu, started = time.process_time(), time.perf_counter()
    while time.perf_counter() - started < seconds:
        take_case(case, connection, serializer, specification, latencies)
        case += 1
    elapsed, cpu = time.perf_counter() - started, time.process_time() - cpu
    latencies.sort()
    share = lambda percent: latencies[min(len(latencies) - 1, len(latencies) * percent // 100)] * 1e3
    figures = {"steps": len(latencies), "seconds": elapsed, "cpu_seconds": cpu}
    print(json.dumps(figures | {"p50_ms": share(50), "p99_ms": share(99)}))


main()
