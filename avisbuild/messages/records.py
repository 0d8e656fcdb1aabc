"""What is wrong with recipes and taxonomies."""

TEMPLATES = {
    "taxonomy-unknown": "taxonomy {name}: there is none of this name; there are {known}",
    "recipe-unknown": "recipe {name}: expected a TOML file or one of {known} ({reason})",
    "recipe-no-toml": "{path}: no valid TOML: {reason}",
    "recipe-taxonomy": "{where}: {reason}",
}
