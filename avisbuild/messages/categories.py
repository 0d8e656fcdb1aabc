"""What is said of the project's own categories."""

TEMPLATES = {
    "category-name-taken": (
        "there is a category {name} already, with id {category_id}; choose another name"
    ),
}
