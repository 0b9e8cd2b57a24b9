"""What a CSV file may look like, and the sentence for each way in which it may not."""

import csv
import os
import re
import time
from pathlib import Path

import numpy as np
import pytest

from visualnn.data import Roles, Standardizer, read_csv
from visualnn.data.csv_columns import result_of, samples_of, weighing
from visualnn.data.csv_file import MAX_BYTES, read_table, reading
from visualnn.errors import InputError

HEAD = "a,b,c\n"
GOOD = "1,2,no\n2,3,yes\n" * 4


@pytest.fixture
def write(tmp_path):
    def write_file(content, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def refused(path, *essentials, target=""):
    with pytest.raises(InputError) as caught:
        read_csv(path, Roles(target))
    message = str(caught.value)
    assert "\n" not in message
    for essential in (path.name, *essentials):
        assert essential in message, message


def test_that_numbers_are_features_and_the_last_column_is_the_target(write):
    samples = read_csv(write(HEAD + GOOD))
    assert samples.x.tolist() == [[1, 2], [2, 3]] * 4
    assert samples.y.tolist() == [0, 1] * 4
    assert (samples.features, samples.target) == (("a", "b"), "c")
    assert (samples.classes, samples.task) == (("no", "yes"), "binary")
    assert samples.notes == ()


def test_that_the_target_may_be_any_column(write):
    samples = read_csv(write(HEAD + "1.5,2,3\n2.5,3,3.5\n" * 4), Roles("a"))
    assert (samples.features, samples.target, samples.task) == (("b", "c"), "a", "regression")
    assert samples.y.tolist() == [1.5, 2.5] * 4


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_the_delimiter_and_the_line_ends_are_found_out(write, mark, end):
    text = (HEAD + GOOD).replace(",", mark).replace("\n", end)
    assert read_csv(write(text)).x.shape == (8, 2)


def test_that_commas_in_quotes_belong_to_the_cell(write):
    assert read_csv(write('a,b,"c, d"\n' + GOOD)).target == "c, d"


def test_that_blank_lines_are_passed_over_and_still_counted(write):
    path = write(HEAD + "\n" + GOOD + "\n1,2\n")
    refused(path, "line 12", "2 values where line 1 has 3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_that_korean_text_is_read_in_the_usual_encodings(write, encoding):
    path = write(("출석,시간,판정\n" + "1,2,합격\n2,3,불합격\n" * 3).encode(encoding))
    samples = read_csv(path)
    assert samples.features == ("출석", "시간")
    assert samples.classes == ("불합격", "합격")
    assert any("cp949" in note for note in samples.notes) == (encoding == "cp949")


def test_that_a_file_without_names_gets_numbered_columns_and_says_so(write):
    samples = read_csv(write(GOOD))
    assert (samples.features, samples.target) == (("column 1", "column 2"), "column 3")
    assert len(samples.x) == 8
    assert "named 1 to 3" in samples.notes[0]


def test_that_rows_with_missing_values_are_left_out_and_said(write):
    samples = read_csv(write(HEAD + GOOD + "nan,2,no\n,3,yes\n4,NA,yes\n5,6,\n"))
    assert len(samples.x) == 8
    assert samples.notes == ("4 rows with missing values were left out, the first on line 10.",)


def test_that_a_text_column_becomes_one_hot_columns_and_says_so(write):
    samples = read_csv(write("color,b,c\n" + "red,2,no\ngreen,3,yes\n" * 4))
    assert samples.features == ("color = green", "color = red", "b")
    assert samples.x[:2].tolist() == [[0, 1, 2], [1, 0, 3]]
    assert "'color'" in samples.notes[0]
    assert "2 one-hot" in samples.notes[0]


def test_that_few_whole_numbers_as_target_are_classes_in_numeric_order_and_said(write):
    samples = read_csv(write(HEAD + "1,2,10\n2,3,9\n3,4,-1\n" * 4))
    assert samples.classes == ("-1", "9", "10")
    assert samples.y[:3].tolist() == [2, 1, 0]
    assert "3 different whole numbers" in samples.notes[0]


@pytest.mark.parametrize("step", [1, 0.5])
def test_that_many_different_numbers_as_target_are_regression(write, step):
    samples = read_csv(write(HEAD + "".join(f"{k},2,{k * step}\n" for k in range(15))))
    assert samples.task == "regression"
    assert samples.y.dtype == np.float64


def test_that_a_table_can_be_read_to_choose_the_target_from(write):
    table = read_table(write(HEAD + GOOD))
    assert table.names == ("a", "b", "c")
    assert table.columns[2][:2] == ("no", "yes")
    assert table.lines[:2].tolist() == [2, 3]


def test_that_a_missing_file_is_named(tmp_path):
    refused(tmp_path / "none.csv", "There is no file", "check the path")


def test_that_a_missing_file_is_named_with_the_folder_that_was_searched(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused(Path("none.csv"), str(tmp_path / "none.csv"))


def test_that_a_folder_is_refused(tmp_path):
    refused(tmp_path, "is a folder", "choose a CSV file")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="every file is readable to root")
def test_that_a_file_without_permission_is_refused(write):
    path = write(HEAD + GOOD)
    path.chmod(0)
    refused(path, "may not be read", "permissions")


@pytest.mark.parametrize("content", ["", "\n  \n", "\ufeff"])
def test_that_an_empty_file_is_refused(write, content):
    refused(write(content), "is empty")


def test_that_column_names_alone_are_refused(write):
    refused(write(HEAD), "column names but no rows", "add")


def test_that_a_ragged_row_names_its_line(write):
    refused(write(HEAD + "1,2,x\n1,2\n" + GOOD), "line 3", "2 values where line 1 has 3")
    refused(write(HEAD + "1,2,x\n1,2,x,4\n" + GOOD), "line 3", "4 values where line 1 has 3")


def test_that_an_unclosed_quote_names_its_line(write):
    refused(write(HEAD + GOOD + '1,2,"yes\n'), "line 10", "quotation marks")


def test_that_a_long_cell_is_named_by_its_line_and_not_taken_for_a_quotation_mark(write):
    long = "x" * (csv.field_size_limit() + 1)
    path = write(HEAD + f"1,2,no\n2,{long},yes\n" + GOOD)
    refused(path, "line 3", f"longer than {csv.field_size_limit()} characters", "shorten it")
    refused(write(f"a,{long},c\n" + GOOD), "line 1", "longer than")


def test_that_an_unclosed_quote_before_a_long_rest_is_still_told(write):
    rest = "1,2,no\n" * 20_000
    refused(write(HEAD + GOOD + '1,2,"yes\n' + rest), "quotation marks")


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0\x08", "a,b\n1,2\n".encode("utf-16")])
def test_that_what_is_not_text_is_refused(write, content):
    refused(write(content), "line 1", "not text", "UTF-8")


def test_that_an_unknown_encoding_names_its_line(write):
    refused(write(b"a,b\n1,2\n3,\xff\xfe\n"), "line 3", "neither UTF-8 nor cp949", "UTF-8")


def test_that_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2 * MAX_BYTES)  # sparse: it takes no room on the disk
    begun = time.perf_counter()
    refused(path, "200 MB", "100 MB", "smaller")
    assert time.perf_counter() - begun < 0.5


def test_that_a_stray_text_names_its_line_column_and_itself(write):
    rows = HEAD + "1,2,0\n2,3,1\n" * 8
    refused(write(rows + "oops,3,1\n" + rows[len(HEAD) :]), "line 18", "'a'", "'oops'", "correct")


def test_that_decimal_commas_are_refused_in_words(write):
    rows = '"1,5",2,no\n"2,5",1,yes\n' * 4
    refused(write("a,b,c\n" + rows), "line 2", "'1,5'", "decimal points")


@pytest.mark.parametrize("head", ["a;b;c\n", ""])
def test_that_decimal_commas_are_read_where_semicolons_separate_and_said(write, head):
    samples = read_csv(write(head + "1,5;2;no\n-2,5e1;1,25;yes\n" * 4))
    assert samples.x.tolist() == [[1.5, 2], [-25, 1.25]] * 4
    assert any("decimal points in" in note for note in samples.notes)


def test_that_text_with_commas_stays_text_where_semicolons_separate(write):
    samples = read_csv(write("a;b;c\n" + "1;2,5 m;no\n2;red;yes\n" * 4))
    assert samples.features == ("a", "b = 2,5 m", "b = red")


def test_that_german_text_is_not_taken_for_korean(write):
    text = "Größe;Höhe;Farbe\n" + "1,5;2;grün\n2,5;1;weiß\n" * 4
    samples = read_csv(write(text.encode("cp1252")))
    assert samples.features == ("Größe", "Höhe")
    assert samples.classes == ("grün", "weiß")
    assert any("cp1252" in note for note in samples.notes)


@pytest.mark.parametrize("text", ["inf", "-Infinity", "1e999"])
def test_that_an_infinite_number_is_refused(write, text):
    refused(write(HEAD + GOOD + f"{text},2,no\n"), "line 10", "'a'", f"'{text}'", "finite")


@pytest.mark.parametrize("text", ["1e300", "-1.0000001e100", "9" * 101])
def test_that_a_number_whose_square_overflows_is_refused_with_its_line_and_column(write, text):
    rows = HEAD + GOOD
    refused(write(f"{rows}{text},2,no\n"), "line 10", "'a'", text[:8], "larger unit")
    refused(write(f"a,b,c\n1.5,2,{text}\n2,3,4.5\n" + "1,2,3.5\n" * 9), "line 2", "'c'")


def test_that_the_largest_numbers_that_are_read_can_be_standardized(write):
    samples = read_csv(write(HEAD + "1e100,2,no\n-1e100,3,yes\n" * 4))
    with np.errstate(all="raise"):
        scaled = Standardizer.fit(samples.x).apply(samples.x)
    assert np.abs(scaled[:, 0]) == pytest.approx(np.ones(8))


@pytest.mark.parametrize("label", ["no", "1", "0.5"])
def test_that_one_class_only_is_refused(write, label):
    refused(write(HEAD + f"1,2,{label}\n2,3,{label}\n" * 4), "'c'", "one class only", label)


def test_that_fewer_than_five_rows_are_refused(write):
    refused(write(HEAD + GOOD[: 2 * 15]), "4 rows", "at least 5")
    dropped = HEAD + "1,2,no\n2,,yes\n" * 4
    refused(write(dropped), "4 rows", "after leaving out 4", "fill in")


@pytest.mark.parametrize("rows", [20, 80, 300])
def test_that_a_target_of_names_is_said_to_look_like_names(write, rows):
    path = write("a,b,name\n" + "".join(f"{k},2,person {k}\n" for k in range(rows)))
    refused(path, "'name'", f"{rows} different", "names or identifiers", "another column")


def test_that_a_class_with_a_single_row_is_named(write):
    samples = read_csv(write(HEAD + GOOD + "5,5,maybe\n"))
    assert samples.notes == ("The class 'maybe' has one row only, which is in the training share.",)
    samples = read_csv(write(HEAD + "1,2,0\n2,3,1\n" * 4 + "5,5,2\n6,6,3\n"))
    assert "The classes '2', '3' have one row only" in samples.notes[-1]


def test_that_an_unknown_target_is_answered_with_a_suggestion(write):
    path = write("price,size,kind\n" + GOOD)
    refused(path, "'knid'", "did you mean 'kind'?", target="knid")
    refused(path, "choose one of price, size, kind", target="zzz")


def test_that_two_columns_of_one_name_are_refused(write):
    refused(write("a,a,c\n" + GOOD), "line 1", "two columns are named 'a'", "rename")


def test_that_a_column_without_values_is_refused(write):
    refused(write(HEAD + "1,,no\n2,NaN,yes\n" * 4), "'b'", "no values at all", "remove")


def test_that_a_text_column_of_many_values_is_refused(write):
    rows = "".join(f"n{k},2,{'no' if k % 2 else 'yes'}\n" for k in range(30))
    refused(write(HEAD + rows), "'a'", "30 different values", "remove")


def test_that_a_single_column_is_refused(write):
    refused(write("a\n" + "1\n2\n" * 5), "line 1", "only one column", "comma")


def test_that_too_many_columns_are_refused(write):
    head = ",".join(f"c{k}" for k in range(900))
    rows = (",".join("1" * 900) + "\n" + ",".join("2" * 900) + "\n") * 4
    refused(write(head + "\n" + rows), "899 features", "784")


def test_that_no_message_is_more_than_one_sentence(write):
    with pytest.raises(InputError) as caught:
        read_csv(write(HEAD + "1,2\n"))
    assert len(re.findall(r"\.(\s|$)", str(caught.value))) == 1


def test_that_a_million_values_are_read_within_seconds(write):
    rows = "".join(f"{k},{k % 7},{k * 0.5},1.25,3,4,5,6,7,{k % 2}\n" for k in range(100_000))
    path = write("a,b,c,d,e,f,g,h,i,j\n" + rows)
    begun = time.perf_counter()
    assert read_csv(path).x.shape == (100_000, 9)
    assert time.perf_counter() - begun < 6


GAPS = "id,a,b,c\n" + "".join(f"n{k},{k},{k % 2},{'no' if k % 3 else 'yes'}\n" for k in range(30))
GAPS += "n30,,1,no\nn31,0,0,\n"


def test_that_an_ignored_column_may_hold_anything(write):
    path = write(GAPS)
    refused(path, "'id' is text with")
    samples = read_csv(path, Roles(ignore=("id",)))
    assert samples.features == ("a", "b")
    assert "Ignored column: 'id'." in samples.notes


def test_that_a_gap_is_filled_with_the_mean_where_that_is_the_rule(write):
    samples = read_csv(write(GAPS), Roles(ignore=("id",), missing="mean"))
    assert samples.x[30].tolist() == [435 / 31, 1.0]  # (0 + … + 29 + 0) / 31
    assert len(samples.x) == 31
    assert any("1 missing value of 'a' was filled with the mean" in n for n in samples.notes)
    assert any("1 row with a missing value was left out (line 33)" in n for n in samples.notes)


def test_that_a_gap_is_refused_with_its_line_where_that_is_the_rule(write):
    path = write(GAPS)
    with pytest.raises(InputError, match=r"line 32: column 'a' has no value; fill it in"):
        read_csv(path, Roles(ignore=("id",), missing="refuse"))


def test_that_the_last_column_that_is_not_ignored_is_the_target(write):
    samples = read_csv(write(GAPS), Roles(ignore=("id", "c")))
    assert (samples.target, samples.features) == ("b", ("a",))


@pytest.mark.parametrize(
    ("roles", "sentence"),
    [
        (Roles("a", ignore=("a",)), "the target 'a' is ignored, too; choose another"),
        (Roles(ignore=("idd",)), "no column 'idd': did you mean 'id'"),
        (Roles("c", ignore=("id", "a", "b")), "keep one as a feature"),
        (Roles(ignore=("id", "a", "b", "c")), "all columns are ignored"),
    ],
)
def test_that_roles_that_do_not_fit_are_refused_in_words(write, roles, sentence):
    with pytest.raises(InputError, match=sentence):
        read_csv(write(GAPS), roles)


def test_that_a_long_file_is_read_as_a_job_that_says_how_far_it_is(write):
    job = reading(write(HEAD + GOOD * 2000))
    shares = list(job)
    assert len(shares) == 9
    assert shares == sorted(shares)
    assert 0.9 < shares[-1] <= 1.0


def test_that_the_target_is_taken_as_what_it_is_said_to_be(write):
    path = write("a,b,c\n" + "1,2,10\n2,3,9.5\n3,4,-1\n" * 4)
    assert read_csv(path).task == "regression"
    classes = read_csv(path, Roles(kind="classes"))
    assert (classes.classes, classes.task) == (("-1", "9.5", "10"), "multiclass")
    whole = write("a,b,c\n" + "1,2,10\n2,3,9\n3,4,-1\n" * 4)
    assert read_csv(whole).task == "multiclass"
    assert read_csv(whole, Roles(kind="values")).y.tolist() == [10.0, 9.0, -1.0] * 4


def test_that_a_target_cannot_be_taken_as_what_it_is_not(write):
    with pytest.raises(InputError, match="is text and has no values to predict; take it as"):
        read_csv(write(HEAD + GOOD), Roles(kind="values"))
    many = write(HEAD + "".join(f"{k},2,{k}\n" for k in range(150)))
    with pytest.raises(InputError, match="150 different numbers, more than the 100 classes"):
        read_csv(many, Roles(kind="classes"))


def test_that_samples_are_made_as_a_job_that_can_be_stopped_after_each_column(write):
    table = read_table(write(HEAD + GOOD))
    job = weighing(table, Roles())
    assert [next(job) for _ in table.names] == [0, 1 / 3, 2 / 3]
    np.testing.assert_array_equal(result_of(job).x, samples_of(table).x)


@pytest.mark.parametrize("name", ["label", "Target", " class ", "Y"])
def test_that_a_column_named_a_target_is_predicted_wherever_it_stands(write, name):
    samples = read_csv(write(f"{name},a,b\n" + "0,2,3\n1,3,4.5\n" * 4))
    assert (samples.features, samples.target) == (("a", "b"), name.strip())
    assert any("by its name" in note for note in samples.notes)


@pytest.mark.parametrize("head", ["label,a,b", "label,target,b"])
def test_that_the_last_column_is_predicted_where_names_do_not_tell(write, head):
    first = "1" if head == "label,a,b" else "{k}"  # one value only says nothing
    rows = "".join(f"{first.format(k=k % 2)},{k % 3},{k}.5\n" for k in range(8))
    samples = read_csv(write(f"{head}\n{rows}"))
    assert samples.target == "b"
    assert not any("by its name" in note for note in samples.notes)


def test_that_a_named_target_beats_the_name_and_an_ignored_one_is_none(write):
    path = write("label,a,b\n" + "0,2,3\n1,3,4.5\n" * 4)
    assert read_csv(path, Roles("a")).target == "a"
    assert read_csv(path, Roles(ignore=("label",))).target == "b"
