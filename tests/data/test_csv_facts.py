"""Which columns a person is not asked about: those that only number the rows."""

from visualnn.data import Roles
from visualnn.data.csv_facts import suggested_roles
from visualnn.data.csv_file import read_table


def suggested(tmp_path, head, row):
    path = tmp_path / "table.csv"
    path.write_text("\n".join([head, *(row(k) for k in range(1, 12))]) + "\n")
    return suggested_roles(read_table(path))


def test_that_a_first_column_that_counts_the_rows_is_ignored(tmp_path):
    assert suggested(tmp_path, "k,a,b", lambda k: f"{k},{k % 3},{k % 2}").ignore == ("k",)


def test_that_different_numbers_named_id_are_ignored(tmp_path):
    assert suggested(tmp_path, "a,ID,b", lambda k: f"{k % 3},{7 * k},{k % 2}").ignore == ("ID",)


def test_that_the_only_feature_and_the_target_are_kept(tmp_path):
    assert suggested(tmp_path, "id,b", lambda k: f"{k},{k % 2}") == Roles()
