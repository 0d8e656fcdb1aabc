"""What is said of a project's own categories, in the window, too."""

TEMPLATES = {
    "category-name-empty": "a category needs a name; found none between two commas",
    "category-name-long": "{name}: expected a name of at most {most} characters",
    "category-name-unfit": (
        "{name!r} is no name for a category: expected no control character, none of , ; = / \\ "
        ': * ? " < > |, no dot at its beginning, and not only digits'
    ),
    "category-word-twice": "{name!r} is there twice; every name and synonym belongs to one category",
    "category-name-twice": "{name!r} and {other!r} are one word to people; name a category once",
    "category-used": (
        "category {name} is used by {instances} instances in {videos} videos, with {masks} "
        "masks; merge it into another one, or change those instances first"
    ),
    "category-changed-since": (
        "category {name} was changed by somebody else just now; nothing was done, look and try "
        "again"
    ),
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
