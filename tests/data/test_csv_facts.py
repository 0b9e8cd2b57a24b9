"""Which columns a person is not asked about: those that no network can learn from."""

from collections import deque

import pytest

from visualnn.data import Roles
from visualnn.data.csv_facts import looking_over, suggested_roles
from visualnn.data.csv_file import read_table


def suggested(tmp_path, head, row):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *(row(k) for k in range(1, 12))]) + "\n")
    table = read_table(path)
    return suggested_roles(table, facts_of(table))


def facts_of(table):
    facts = []

    def keep():
        facts.append((yield from looking_over(table)))

    deque(keep(), maxlen=0)
    return facts[0]


def test_that_a_first_column_that_counts_the_rows_is_ignored(tmp_path):
    assert suggested(tmp_path, "k,a,b", lambda k: f"{k},{k % 3},{k % 2}").ignore == ("k",)


def test_that_different_numbers_named_id_are_ignored(tmp_path):
    assert suggested(tmp_path, "a,ID,b", lambda k: f"{k % 3},{7 * k},{k % 2}").ignore == ("ID",)


def test_that_the_only_feature_and_the_target_are_kept(tmp_path):
    assert suggested(tmp_path, "id,b", lambda k: f"{k},{k % 2}") == Roles()


@pytest.mark.parametrize(
    ("head", "row", "ignored"),
    [
        ("name,a,b", lambda k: f"n{k},{k % 3},{k % 2}", ("name",)),
        ("a,b,empty", lambda k: f"{k % 3},{k % 2},", ("empty",)),
        ("a,b,remark", lambda k: f"{k % 3},{k % 2},remark {k}", ("remark",)),
        ("a,bad,b", lambda k: f"{k % 3},{'inf' if k == 4 else k},{k % 2}", ("bad",)),
    ],
)
def test_that_what_a_network_cannot_be_given_is_ignored(tmp_path, head, row, ignored):
    many = [row(k) for k in range(1, 40)]
    assert suggested(tmp_path, head, lambda k: "\n".join(many[4 * k - 4 : 4 * k])).ignore == ignored


@pytest.mark.parametrize(
    ("head", "row", "target"),
    [
        ("label,pixel0,pixel1", lambda k: f"{k % 3},{k % 2},0", "label"),
        ("pixel0,Class,pixel1", lambda k: f"{k % 3},{k % 2},{k % 5}", "Class"),
        ("label,pixel0,pixel1", lambda k: f"1,{k % 2},{k % 5}", ""),  # it says nothing
        ("label,a,class", lambda k: f"{k % 3},{k % 2},{k % 5}", ""),  # which of the two?
        ("a,b,label", lambda k: f"{k % 3},{k % 2},{k % 5}", ""),  # the last one is meant anyway
    ],
)
def test_that_a_column_named_a_target_is_the_target(tmp_path, head, row, target):
    assert suggested(tmp_path, head, row) == Roles(target=target)


def test_that_a_table_of_names_alone_is_left_to_the_person(tmp_path):
    rows = [f"n{k},m{k}" for k in range(44)]
    assert suggested(tmp_path, "a,b", lambda k: "\n".join(rows[4 * k - 4 : 4 * k])) == Roles()


@pytest.mark.parametrize(
    "head", ["label,pixel0,pixel1", "pixel0,class,pixel1", "label,a,class", "a,b,label", "a,b,c"]
)
def test_that_the_suggested_target_is_the_one_that_is_read_without_a_suggestion(tmp_path, head):
    file = tmp_path / "t.csv"
    file.write_text(head + "\n" + "".join(f"{k % 3},{k % 2},{k % 5}\n" for k in range(40)))
    table = read_table(file)
    roles = suggested_roles(table, facts_of(table))
    assert roles.target_of(table) == Roles().target_of(table)
