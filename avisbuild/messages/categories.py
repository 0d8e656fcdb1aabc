"""What is said of the project's own categories."""

TEMPLATES = {
    "category-name-empty": "a category needs a name; found none between two commas",
    "category-name-long": ("{name}: expected a name of at most {most} characters"),
    "category-name-unfit": (
        '{name!r} is no name for a category: expected no control character, none of , ; = / \\ : * ? " '
        "< > |, no dot at its beginning, and not only digits"
    ),
    "category-name-twice": "{name!r} and {other!r} are one word to people; name a category once",
    "categories-too-many": "expected at most {most} categories, got {count}",
    "category-unknown": "there is no category {name!r} in this project; it has {known}",
    "category-used": (
        "category {name} is used by {instances} instances in {videos} videos, with {masks} masks; "
        "merge it into another one, or change those instances first"
    ),
    "category-into-itself": "{name} cannot be merged into itself; name two categories",
    "category-colour-unfit": "{colour!r} is no colour; expected #rrggbb, or auto",
    "category-nothing-to-take-back": "there is no edit of categories of {author} to {verb}",
    "category-overtaken": (
        "{action!r} cannot be taken back: what it changed was changed since; nothing was done"
    ),
    "category-changed-since": (
        "category {name} was changed by somebody else just now; nothing was done, look and try again"
    ),
    "categories-differ": "categories: the project's hold, avisbuild.toml says otherwise: {said}",
    "category-in-settings-alone": "{name} (id {category_id}) is in avisbuild.toml alone",
    "category-in-project-alone": "{name} (id {category_id}) is in the project alone",
    "category-named-otherwise": "{category_id} is {name} in the project, {other} in avisbuild.toml",
    "category-coloured-otherwise": "{name} (id {category_id}) has another colour in avisbuild.toml",
    "and-more-of-them": "{said}; and {more} more",
    "merge-not-agreed": "nothing was merged; --yes merges without asking",
    # What edits are called, in the journal and where they are taken back.
    "category-add": "Add the category {name}",
    "category-rename": "Rename the category {name} to {new}",
    "category-merge": "Merge the category {name} into {into}",
    "category-remove": "Remove the category {name}",
    "category-colour": "Colour the category {name} {colour}",
    "category-synonyms": "Call the category {name} {synonyms}, too",
    "category-name-taken": (
        "there is a category {name} already, with id {category_id}; choose another name"
    ),
}
