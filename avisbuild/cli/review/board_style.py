"""The board's own colours: of the states of videos and of the means by which masks are made."""

BOARD_STYLE = """
:root { --todo: #c3c9d2; --rendered: #5b6472; }
@media (prefers-color-scheme: dark) { :root { --todo: #59626f; --rendered: #a3acba; } }
@media print { :root { --todo: #c3c9d2; --rendered: #5b6472; } }
.s-todo { fill: var(--todo); } .s-annotating { fill: var(--sky); }
.s-submitted { fill: var(--blue); } .s-in_review { fill: var(--rose); }
.s-changes_requested { fill: var(--orange); } .s-accepted { fill: var(--green); }
.s-set_aside { fill: var(--grey); }
.m-click { fill: var(--blue); } .m-brush { fill: var(--amber); }
.m-propagated { fill: var(--green); } .m-carried { fill: var(--sky); }
.m-imported { fill: var(--grey); } .m-rendered { fill: var(--rendered); }
"""
