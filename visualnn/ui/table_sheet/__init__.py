"""The sheet on which a person says what the columns of a table are for."""
