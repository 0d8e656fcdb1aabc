"""`python -m avisbuild` is the `avisbuild` program."""

import sys

try:
    from avisbuild.cli.app import main
except KeyboardInterrupt:  # before there is anything that could say how to go on
    sys.exit(130)

main()
