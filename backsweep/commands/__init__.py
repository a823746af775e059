"""One file a command: ``arguments(parser)`` declares what it takes, ``run(options)`` carries it out."""
