"""A door for operators: the `buddy` command line and the commands that set up, test and check; imported by nobody."""
