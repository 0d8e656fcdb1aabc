"""Every action of the annotator with its default keys: letters for the left hand; the right has the mouse."""

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.texts import mark

NUMBER_KEYS = 9


def _action(action_id: str, text: str, group: Group, *keys: str, repeats: bool = False) -> Action:
    return Action(action_id=action_id, text=text, group=group, keys=keys, repeats=repeats)


_LISTEN = (
    _action("play_second", mark("Play this second"), Group.LISTEN, "Space"),
    _action(
        "play_context", mark("Play it with a second before and after"), Group.LISTEN, "Shift+Space"
    ),
    _action("play_loop", mark("Play it over and over"), Group.LISTEN, "R", "Ctrl+Space"),
    _action("play_slowly", mark("Play it at half speed"), Group.LISTEN, "Shift+R", "Alt+Space"),
)
_MOVE = (
    _action("previous_second", mark("Second before"), Group.MOVE, "A", "Left", repeats=True),
    _action("next_second", mark("Second after"), Group.MOVE, "D", "Right", repeats=True),
    _action("previous_todo", mark("Unfinished cell before"), Group.MOVE, "B"),
    _action("next_todo", mark("Next unfinished cell"), Group.MOVE, "N"),
    _action("previous_sounding", mark("Sounding second before"), Group.MOVE, ","),
    _action("next_sounding", mark("Next sounding second"), Group.MOVE, "."),
    _action("previous_identity_change", mark("Change of identities before"), Group.MOVE, "Shift+J"),
    _action("next_identity_change", mark("Next change of identities"), Group.MOVE, "J"),
    _action("previous_issue", mark("Issue before"), Group.MOVE, "Shift+Q"),
    _action("next_issue", mark("Next issue"), Group.MOVE, "Q"),
    _action("first_second", mark("First second"), Group.MOVE, "Home"),
    _action("last_second", mark("Last second"), Group.MOVE, "End"),
    _action("previous_video", mark("Video before"), Group.MOVE, "PgUp"),
    _action("next_video", mark("Next video"), Group.MOVE, "PgDown"),
    _action("next_open_video", mark("Next video that is not handed in"), Group.MOVE, "Ctrl+PgDown"),
)
_MASK = (
    _action("commit_and_next", mark("Commit the mask, go on"), Group.MASK, "Return", "Enter"),
    _action("commit", mark("Commit the mask, stay here"), Group.MASK, "Shift+Return"),
    _action("escape", mark("Drop the draft; stop"), Group.MASK, "Esc"),
    _action("next_candidate", mark("Next candidate"), Group.MASK, "Tab"),
    _action("previous_candidate", mark("Candidate before"), Group.MASK, "Shift+Tab"),
    _action("pop_prompt", mark("Take back the last click"), Group.MASK, "Z", "Backspace"),
    _action("use_point_tool", mark("Click and box"), Group.MASK, "P"),
    _action("use_brush", mark("Brush"), Group.MASK, "W"),
    _action("use_eraser", mark("Eraser"), Group.MASK, "E"),
    _action("use_hand", mark("Move the picture"), Group.MASK, "V"),
    _action("smaller_brush", mark("Smaller brush"), Group.MASK, "[", repeats=True),
    _action("larger_brush", mark("Larger brush"), Group.MASK, "]", repeats=True),
    _action("cycle_brush_mode", mark("Brush: over, beside, or from others"), Group.MASK, "Shift+W"),
    _action("edit_mask", mark("Edit the mask that stands"), Group.MASK, "Shift+E"),
    _action("remove_mask", mark("Remove the mask"), Group.MASK, "Delete"),
    _action("undo", mark("Undo"), Group.MASK, "Ctrl+Z", repeats=True),
    _action("redo", mark("Redo"), Group.MASK, "Ctrl+Shift+Z", "Ctrl+Y", repeats=True),
)
_SOUND = (
    _action("toggle_sounding", mark("Sounds, or is silent"), Group.SOUND, "S"),
    _action("mark_offscreen", mark("Sounds off-screen"), Group.SOUND, "X"),
    _action("mark_occluded", mark("Sounds, hidden"), Group.SOUND, "C"),
    _action("mark_unsure", mark("Unsure"), Group.SOUND, "U"),
    _action(
        "extend_left", mark("Range one second to the left"), Group.SOUND, "Shift+Left", repeats=True
    ),
    _action(
        "extend_right",
        mark("Range one second to the right"),
        Group.SOUND,
        "Shift+Right",
        repeats=True,
    ),
    _action("select_all", mark("Range over the whole video"), Group.SOUND, "Ctrl+A"),
    _action("toggle_silence", mark("Nothing sounds here"), Group.SOUND, "L"),
    _action("accept_silence", mark("Accept this suggested silence"), Group.SOUND, "K"),
    _action("accept_all_silences", mark("Accept all suggested silences"), Group.SOUND, "Shift+K"),
)
_NUMBER_TEXTS = (
    mark("Identity 1"),
    mark("Identity 2"),
    mark("Identity 3"),
    mark("Identity 4"),
    mark("Identity 5"),
    mark("Identity 6"),
    mark("Identity 7"),
    mark("Identity 8"),
    mark("Identity 9"),
)
_INSTANCES = (
    *(
        _action(f"choose_instance_{number}", text, Group.INSTANCES, str(number))
        for number, text in enumerate(_NUMBER_TEXTS, start=1)
    ),
    _action("previous_instance", mark("Identity above"), Group.INSTANCES, "Up", repeats=True),
    _action("next_instance", mark("Identity below"), Group.INSTANCES, "Down", repeats=True),
    _action("ask_new_instance", mark("New identity"), Group.INSTANCES, "I", "+"),
    _action("ask_category", mark("Change its category"), Group.INSTANCES, "F2"),
    _action("ask_merge", mark("Merge into another"), Group.INSTANCES, "M"),
    _action("split_instance", mark("Split from here on"), Group.INSTANCES, "Shift+M"),
    _action("ask_swap", mark("Swap with another from here on"), Group.INSTANCES, "Ctrl+M"),
    _action("delete_instance", mark("Delete the identity"), Group.INSTANCES, "Ctrl+Delete"),
)
_PROPOSALS = (
    _action("carry_previous", mark("Carry the mask before to here"), Group.PROPOSALS, "G"),
    _action("carry_next", mark("Carry the mask after to here"), Group.PROPOSALS, "Ctrl+G"),
    _action(
        "prompt_from_previous",
        mark("Prompt with the box of the mask before"),
        Group.PROPOSALS,
        "Shift+G",
    ),
    _action("propagate_forward", mark("Carry forward over the range"), Group.PROPOSALS, "T"),
    _action(
        "propagate_backward", mark("Carry backward over the range"), Group.PROPOSALS, "Shift+T"
    ),
    _action("accept_proposal", mark("Accept the proposal"), Group.PROPOSALS, "Y"),
    _action(
        "accept_proposals", mark("Accept the proposals of the range"), Group.PROPOSALS, "Shift+Y"
    ),
    _action(
        "drop_proposals", mark("Drop the proposals of the range"), Group.PROPOSALS, "Shift+Delete"
    ),
)
_SEE = (
    _action("toggle_hide_all", mark("Hide or show all masks"), Group.SEE, "H"),
    _action("toggle_outlines", mark("Outlines only"), Group.SEE, "O"),
    _action("less_opacity", mark("Masks less opaque"), Group.SEE, "-", repeats=True),
    _action("more_opacity", mark("Masks more opaque"), Group.SEE, "=", repeats=True),
    _action("zoom_to_fit", mark("Fit the picture to the window"), Group.SEE, "F"),
    _action("zoom_in", mark("Closer"), Group.SEE, "Ctrl+=", repeats=True),
    _action("zoom_out", mark("Further away"), Group.SEE, "Ctrl+-", repeats=True),
    _action("toggle_legend", mark("Legend of the sounding grid"), Group.SEE, "Shift+L"),
    _action("larger_text", mark("Larger text"), Group.SEE, "Ctrl+Shift+=", "Ctrl++"),
    _action("smaller_text", mark("Smaller text"), Group.SEE, "Ctrl+Shift+-", "Ctrl+_"),
    _action("switch_theme", mark("Light or dark"), Group.SEE, "F9"),
    _action("switch_language", mark("English or Chinese"), Group.SEE, "F10"),
)
_PROJECT = (
    _action("hand_in", mark("Hand in the video"), Group.PROJECT, "Ctrl+Return", "Ctrl+Enter"),
    _action("find_video", mark("Find a video"), Group.PROJECT, "Ctrl+F"),
    _action("show_cheat_sheet", mark("All keys"), Group.PROJECT, "?", "F1"),
    _action("edit_keys", mark("Change keys"), Group.PROJECT, "Ctrl+,"),
    _action("close_window", mark("Close the window"), Group.PROJECT, "Ctrl+Q"),
)

ACTIONS = (
    *_LISTEN,
    *_MOVE,
    *_MASK,
    *_SOUND,
    *_INSTANCES,
    *_PROPOSALS,
    *_SEE,
    *_PROJECT,
)
