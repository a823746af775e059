"""The immutable graph, and how a program becomes one."""
