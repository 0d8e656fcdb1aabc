"""What the commands on categories say, and what is said of avisbuild.toml's."""

TEMPLATES = {
    "categories-too-many": "expected at most {most} categories, got {count}",
    "category-unknown": "there is no category {name!r} in this project; it has {known}",
    "category-into-itself": "{name} cannot be merged into itself; name two categories",
    "category-colour-unfit": "{colour!r} is no colour; expected #rrggbb, or auto",
    "category-overtaken": (
        "{action!r} cannot be taken back: what it changed was changed since; nothing was done"
    ),
    "categories-differ": (
        "categories: avisbuild.toml differs from the project, which counts: {said}; it may stay so, "
        "or take what `avisbuild categories list --toml` prints"
    ),
    "category-in-settings-alone": "{name} (id {category_id}) is in avisbuild.toml alone",
    "category-in-project-alone": "{name} (id {category_id}) is in the project alone",
    "category-named-otherwise": "{category_id} is {name} in the project, {other} in avisbuild.toml",
    "category-coloured-otherwise": "{name} (id {category_id}) has another colour in avisbuild.toml",
    "and-more-of-them": "{said}; and {more} more",
    "merge-not-agreed": "nothing was merged; --yes merges without asking",
    "category-nothing-to-undo": "{author} has made no edit of categories that can be taken back",
    "category-nothing-to-redo": (
        "{author} has taken back no edit of categories that can be done again"
    ),
}
