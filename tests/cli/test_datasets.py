"""What ``visualnn datasets`` lists."""

import json

from visualnn.data import DATASETS


def test_that_every_data_set_is_listed_with_its_facts(command):
    done = command("datasets", "--json")
    rows = {row["name"]: row for row in json.loads(done.out)["datasets"]}
    assert list(rows) == list(DATASETS)
    assert set(rows["iris"]) == {"name", "task", "samples", "features", "classes", "source"}
    facts = [rows["iris"][key] for key in ("task", "samples", "features", "classes")]
    assert facts == ["multiclass", 150, 4, 3]


def test_that_the_table_has_a_line_per_data_set(command):
    done = command("datasets")
    assert done.status == 0
    assert len(done.out.splitlines()) == len(DATASETS) + 1
    assert done.err == ""
