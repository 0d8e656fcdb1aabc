"""What the project and its database refuse."""

TEMPLATES = {
    "link-leads-out": (
        "{link} is a link that leads out of the project, to {target}; if that is meant: "
        "avisbuild project allow {folder} --project {project}"
    ),
    "reference-leads-out": (
        "{record} refers to {target}, outside the project, which you never allowed; if that is meant: "
        "avisbuild project allow {folder} --project {project}"
    ),
    "source-key-is-path": "{key!r} is no name of a folder in {sources}; fetch the video again",
    "own-folder-is-link": "{folder} is a link where avisbuild keeps files of its own; remove it",
    "no-plain-file": "{path}: expected a plain file; remove it",
    "project-disk-full": "{folder}: the disk is full (no space left on device); make room to edit it",
    "project-read-only": "{folder} is read-only; make the folder writable to edit it",
    "no-such-video": ("there is no video {name!r} in this project; see: avisbuild videos list"),
    "no-such-instance": "there is no instance {name!r} in this project",
    "journal-headless": "the journal has lost its head; restore a copy of the database",
    "no-journal-entry": "{project}: there is no journal entry {number}",
    "project-brought-up": (
        "{project}: the project was brought up to date by a newer avisbuild; close and open it again"
    ),
    # What an edit is refused for.
    "there-already": "{name} is in the project already",
    "video-there-already": "video {video} is in the project already, with other values",
    "row-changed": "{table} {key} was changed since; nothing was done",
    "row-unfit": "{table}: {reason}",
    "text-not-plain": "{table}: {column}: expected plain text, got {value!r:.40}",
    "number-too-large": "{table}: {column}: expected at most 2147483647, got {value}",
    "number-not-finite": "{table}: {column}: expected a finite number, got {value}",
    "rows-not-there": "table {table}: expected to {what} {count} rows, found {found}",
    "contents-do-not-fit": (
        "video {video}: {count} {table} would not fit {seconds} seconds of {size}; remove them first"
    ),
    "second-outside": "video {video}: expected a second from 0 to {last}, got {second}",
    "mask-size": (
        "video {video}: expected masks of {size}, got {height_px} x {width_px} for instance {instance_id}, "
        "second {second}"
    ),
    "mask-counts": "instance {instance}, second {second}: {reason}",
    "round-number": "video {video}: expected a round from 1, got {number}",
    "instance-elsewhere": "instance {instance} is not in video {video}",
    "instance-name-taken": "video {video} has a {name} already; choose another number",
    "instance-stays": "instance {instance} is in video {video} and cannot move to {to}",
    "snapshot-closed": "the project of this snapshot was closed; take the snapshot again",
    "video-held": (
        "video {video} is open at {who}'s, on {machine} since {since}; "
        "it can be edited here once they leave it"
    ),
    # What a database's error means; `reason` is what its driver said.
    "database-locked": (
        "{project}: another process has been editing for {count} s; try again when it is done ({reason})"
    ),
    "database-read-only": (
        "{project}: the database is read-only; make the project folder writable to edit it ({reason})"
    ),
    "edit-too-large": "{project}: this edit is too large for one step; divide it ({reason})",
    "disk-full": "{project}: the disk is full; nothing of this edit was kept ({reason})",
    "disk-error": (
        "{project}: the disk gave an error or is full; nothing of an edit under way is kept ({reason})"
    ),
    "database-corrupt": "{project}: the database is corrupt; restore a copy ({reason})",
    "database-not-sqlite": "{project}: this is no SQLite database; restore a copy ({reason})",
    "database-not-opened": (
        "{project}: the database cannot be opened; check that it is there and readable ({reason})"
    ),
    "server-read-only": (
        "{project}: the database is read-only; connect as a user who may write to edit it ({reason})"
    ),
    "server-forbids": (
        "{project}: this user may not do this in the database; "
        "have its owner grant the rights ({reason})"
    ),
    "server-disk-full": (
        "{project}: the server's disk is full; nothing of this edit was kept ({reason})"
    ),
    "server-busy": (
        "{project}: the database server has no connection left; try again later ({reason})"
    ),
    "server-refuses": (
        "{project}: the database server lets nobody in so: {reason}; the password comes from ~/.pgpass, "
        "PGPASSWORD, AVISBUILD_DATABASE_PASSWORD or the file named by AVISBUILD_DATABASE_PASSWORD_FILE"
    ),
    "server-silent": "{project}: the database server does not answer: {reason}",
    "edit-does-not-fit": (
        "{project}: the edit does not fit what is in the project now; nothing of it was kept ({reason})"
    ),
}
