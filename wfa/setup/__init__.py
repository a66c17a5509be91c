"""The shell's part for whoever sets an installation up: the task list and the examination."""
