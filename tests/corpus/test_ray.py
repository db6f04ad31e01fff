"""Ray gives the rows of one machine, on one node and on two, also when a node is lost."""

import socket
import threading
import time

import pytest
from corpora import lines, rows, tables, write_parquet

pytest.importorskip("ray")
pytestmark = pytest.mark.slow

_CONNECT, _GETADDRINFO = socket.socket.connect, socket.getaddrinfo


@pytest.fixture
def cluster(monkeypatch):
    """Starts nodes of two processors each on this machine; gives the cluster."""
    import ray
    from ray.cluster_utils import Cluster

    # Ray's processes talk to one another over local sockets.
    monkeypatch.setattr(socket.socket, "connect", _CONNECT)
    monkeypatch.setattr(socket, "getaddrinfo", _GETADDRINFO)
    started = []

    def start(nodes: int) -> Cluster:
        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 2})
        started.append(made)
        for _ in range(nodes - 1):
            made.add_node(num_cpus=2)
        ray.init(address=made.address, log_to_driver=False)
        return made

    yield start
    ray.shutdown()
    for made in started:
        made.shutdown()


@pytest.fixture
def inputs(tmp_path):
    """Several parts, one of them with broken places."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        write_parquet(folder / f"{number}.parquet", rows(40 + number))
    broken = lines([{"text": None}]) + b"{half\n"
    folder.joinpath("broken.jsonl").write_bytes(lines(rows(20)) + broken + lines(rows(20)))
    return folder


@pytest.mark.parametrize("nodes", [1, 2])
@pytest.mark.filterwarnings("ignore")
def test_ray_gives_the_rows_of_one_machine(captioncheck, cluster, inputs, tmp_path, nodes):
    here = captioncheck("corpus", "in", "--output", "here", "--offline", "--jobs", "1")
    cluster(nodes)
    there = captioncheck("corpus", "in", "--output", "there", "--offline", "--engine", "ray")
    assert here[0] == there[0] == 2
    assert there[1].replace("there", "here") == here[1]
    assert tables(tmp_path / "there") == tables(tmp_path / "here")
    _, findings = tables(tmp_path / "there")
    assert {bool(row["translation"]) for row in findings} == {True}
    assert there[2].count("null") == 1


@pytest.mark.filterwarnings("ignore")
def test_a_lost_node_costs_no_row(captioncheck, cluster, inputs, tmp_path):
    captioncheck("corpus", "in", "--output", "here", "--offline", "--jobs", "1")
    made = cluster(2)
    other = next(node for node in made.worker_nodes)

    finished = []

    def lose() -> None:
        while not (parts := list(tmp_path.glob("there/articles/*.parquet"))):
            time.sleep(0.02)
        finished.append(len(parts))
        made.remove_node(other, allow_graceful=False)

    killer = threading.Thread(target=lose)
    killer.start()
    code, _, _ = captioncheck("corpus", "in", "--output", "there", "--offline", "--engine", "ray")
    killer.join()
    assert code == 2
    assert finished[0] < 9  # it was lost in the middle
    assert tables(tmp_path / "there") == tables(tmp_path / "here")
