"""`python -m avisbuild` is the `avisbuild` program."""

from avisbuild.cli.app import main

main()
