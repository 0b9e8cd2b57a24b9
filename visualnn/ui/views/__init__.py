"""One file per view: it draws what it is given and says what the person wants."""
