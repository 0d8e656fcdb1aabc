"""The commands of the pipelines: one file each; `avisbuild.cli.app` finds them by name."""
