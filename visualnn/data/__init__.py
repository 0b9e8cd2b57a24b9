"""Samples to learn from: generators, real tables, CSV files, the split and the scaling."""

# The families are imported in the order in which a person is shown their data sets.
# isort: off
from visualnn.data.samples import DATASETS, Dataset, Samples, Task
from visualnn.data import lecture, gates, classes2d, regression, tables

# isort: on
from visualnn.data.csv_file import read_csv
from visualnn.data.csv_table import Roles
from visualnn.data.inputs import INPUTS, Intake, input_names
from visualnn.data.relevance import most_relevant, relevance
from visualnn.data.scaling import Standardizer
from visualnn.data.split import TEST, TRAIN, VALIDATION, split

FAMILIES = (lecture, gates, classes2d, regression, tables)
"""The modules that entered their data sets in `DATASETS`."""

__all__ = [
    "DATASETS",
    "FAMILIES",
    "INPUTS",
    "TEST",
    "TRAIN",
    "VALIDATION",
    "Dataset",
    "Intake",
    "Roles",
    "Samples",
    "Standardizer",
    "Task",
    "input_names",
    "most_relevant",
    "read_csv",
    "relevance",
    "split",
]
