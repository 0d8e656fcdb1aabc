"""What making, opening and bringing up to date a project refuses, and what its journal's check finds."""

TEMPLATES = {
    "project-not-made": "{folder}: a project cannot be made here: {reason}",
    "project-is-file": "{folder} is a file; name a folder that is new or empty",
    "project-is-there": "{folder} is a project already; name a folder that is new or empty",
    "project-half-made": (
        "{folder} holds {name} and no avisbuild.toml: an init that was stopped left it so, or the file "
        "was lost; name another folder, or remove this one if nothing in it is wanted"
    ),
    "project-not-empty": (
        "{folder} is not empty (it holds {name}); name a folder that is new or empty"
    ),
    "database-occupied": "{project}: its database holds a project already; name another one",
    "database-not-empty": (
        "{project}: its database holds {count} tables that are no project's ({first}, ...); "
        "name an empty one, or a schema of its own: ?options=-csearch_path%3DNAME"
    ),
    "database-holds-password": (
        "{found}: a password in the URL would be kept in avisbuild.toml and seen in the list of processes; "
        "leave it out: it comes from ~/.pgpass, PGPASSWORD or --database-password-file FILE"
    ),
    "password-file-unreadable": "{path}: the database's password cannot be read: {reason}",
    "password-file-empty": "{path}: expected the database's password in the first line",
    "password-file-open": "{path}: others can read the database's password; chmod 600 it",
    "init-on-share": (
        "{folder} is on a network share ({kind}), where SQLite loses what several machines write at once; "
        "for several people: --database postgresql://USER@HOST/NAME, or shares by avisbuild project pack and "
        "unpack; where only one machine ever opens it: --allow-network-share"
    ),
    "project-on-share": (
        "{folder} is on a network share ({kind}): let only one machine at a time open it, since SQLite loses "
        "what several write at once; for several people, PostgreSQL or avisbuild project pack"
    ),
    "no-project": (
        "{folder} is no avisbuild project: it has no {name}; name one with --project DIR, or make one: "
        "avisbuild init DIR"
    ),
    "settings-unreadable": "{path} cannot be read: {reason}",
    "settings-not-toml": "{path} is no valid TOML: {reason}",
    "database-url": (
        "{path}: database: expected a URL such as sqlite:///project.db, got {found!r}"
    ),
    "database-no-file": "{path}: database: expected sqlite:///FILE, got {found!r}",
    "database-driver": (
        "{project}: its database {database} needs the module {module}; for PostgreSQL: "
        'pip install "avisbuild[scale]", and begin the URL with postgresql+psycopg'
    ),
    "database-on-server": (
        "{folder}: its settings name a database on a server; if that is meant: --allow-database, or for "
        "good: avisbuild project allow --database --project {project}"
    ),
    "database-outside": (
        "{folder}: its settings name a database outside its folder, {file}; if that is meant: "
        "--allow-database, or for good: avisbuild project allow --database --project {project}"
    ),
    "database-unreadable": "{project}: its database {file} cannot be read: {reason}",
    "database-no-sqlite": "{project}: {file} is no SQLite database; restore a copy",
    "database-cut-off": "{project}: {file} is corrupt: its end is missing; restore a copy",
    "database-foreign": "{project}: {file} is corrupt or not ours ({reason}); restore a copy",
    "database-newer": (
        "{project}: its database has schema {found!r}, this avisbuild knows up to {newest!r}; "
        "update avisbuild to open it"
    ),
    "database-old": (
        "{project}: its database is of an older avisbuild; make it writable to bring it up to date"
    ),
    "server-old": (
        "{project}: its database is of an older avisbuild; connected: {connected}; when they have closed "
        "it: avisbuild status --migrate --project {project}"
    ),
    "nobody-else": "nobody else",
    "copy-not-made": (
        "{project}: no copy of its database could be made, so it was not brought up to date: {reason}"
    ),
    "copy-lacks-room": (
        "{project}: bringing its database up to date needs {needed} MB for a copy, the disk has {free} MB; "
        "make room"
    ),
    # Backups.
    "backup-in-project": "{folder} lies in the project {project}; name a folder elsewhere",
    "folder-is-disk": "{folder} is a disk of its own; name a new folder on it",
    "backup-no-room": "{folder}: the backup takes {needed}, the disk has {free} free; make room",
    "backup-changing": (
        "{project}: {name} is replaced again and again while it is copied; try when nobody clips"
    ),
    "no-backup": "{folder} is no backup of a project: its {name} is missing or spoilt",
    "backup-format": "{path}: expected a backup of format {format}; update avisbuild to restore it",
    "backup-line": "{path}: line {line} is no checksum of a file of a project",
    "backup-lacks": "{folder}: the backup has no {name}",
    "backup-short": (
        "{path}: expected {expected} files as backup.json says, found {found}; nothing was restored"
    ),
    "backup-file": "{folder}: {name}: {reason}; nothing was restored",
    "backup-spoilt": (
        "{folder}: {name} is not what was backed up: expected SHA-256 {expected:.12}, found {found:.12}; "
        "nothing was restored"
    ),
    "backup-journal": (
        "{folder}: its database is not the one that was backed up: expected journal entry {expected}, "
        "found {found}; nothing was restored"
    ),
    "backup-settings": (
        "{folder}: expected settings with database = {expected!r}, got {found!r}; nothing was restored"
    ),
    "database-not-copied": "{project}: its database cannot be copied: {reason}",
    "allowed-no-folder": "{folder} is no folder; name one that is there",
    "not-allowed": "{folder} is not allowed for {project}; see: avisbuild project allow --list",
    "permissions-unreadable": "{path} cannot be read ({reason}); mend or remove it",
    "permissions-format": "{path}: expected format {format}; mend or remove it",
    "permissions-not-written": "{path} cannot be written: {reason}",
    # Names of new videos: refused where they cannot be had, told elsewhere.
    "video-name-device": (
        "{video}: Windows has no folder of that name; give the video another video_id"
    ),
    "video-name-cut": (
        "{video}: Windows leaves out a dot at the end of a name; give the video another video_id"
    ),
    "video-name-case": (
        "{video} and {other} differ by upper and lower case alone, and have one folder on the disks of "
        "Windows and macOS; give the new one another video_id"
    ),
    "video-path-too-long": (
        "{video}: its files would have paths of {length} characters in {folder}, and Windows takes {most}; "
        "take a shorter folder or video_id, or switch on long paths in Windows"
    ),
    "entry-missing": (
        "{project}: journal entry {number} is missing (found: {found}); restore a copy"
    ),
    "entry-changed": (
        "{project}: journal entry {number} was changed after it was written: its hash does not fit; "
        "restore a copy"
    ),
    "journal-cut-off": (
        "{project}: the journal ends at entry {number}, expected {expected} with hash {hash}; restore a copy"
    ),
}
