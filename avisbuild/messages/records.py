"""What is wrong with recipes and taxonomies."""

TEMPLATES = {
    "taxonomy-unknown": "taxonomy {name}: there is none of this name; there are {known}",
    "recipe-unknown": "recipe {name}: expected a TOML file or one of {known} ({reason})",
    "recipe-no-toml": "{path}: no valid TOML: {reason}",
    "recipe-taxonomy": "{where}: {reason}",
    "recipe-rule-text": "{where}: guideline: {rule}: expected a text in one line",
    "recipe-rule-twice": "{where}: guideline: expected distinct ids, got {rule} twice",
    "guideline-check": "{where}: guideline: {rule}: check {check}: expected one of {known}",
    "guideline-picture": "{path}: no picture of a rule that can be shown: {reason}",
    "guideline-picture-outside": "{path} leads out of {folder}; put the picture there itself",
}
