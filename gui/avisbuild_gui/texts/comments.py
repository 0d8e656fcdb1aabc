"""Comments as the window says them."""

from avisbuild.annotation import VideoView
from avisbuild.annotation.commands import comment_place, comment_said
from avisbuild.messages import Message
from avisbuild.records import Comment, CommentReason, InstanceId, Recipe
from avisbuild_gui.texts.language import tr
from avisbuild_gui.texts.messages import text_of


def reason_text(reason: CommentReason) -> str:
    """A reason of the quick menu, in the chosen language."""
    return text_of(Message(reason.value))


def place_text(view: VideoView, second: int, instance_id: InstanceId | None) -> str:
    """What a comment that is about to be made is about: "dog_1, second 3"."""
    made = Comment(
        video_id=view.video.video_id,
        author="",
        text="",
        second=second,
        instance_id=instance_id,
    )
    return text_of(comment_place(view, made))


def comment_text(comment: Comment, view: VideoView) -> str:
    """One line about a comment: "dog_1, second 3: boundary, the ear"."""
    said = text_of(comment_said(comment))
    if comment.text and comment.text != said:
        said = tr("{said}, {more}").format(said=said, more=comment.text)
    place = text_of(comment_place(view, comment))
    return tr("{place}: {said}").format(place=place, said=said)


def comment_details(comment: Comment, view: VideoView, recipe: Recipe) -> str:
    """All of a comment, a line each: what it says, the rule that it cites, who made and who resolved it."""
    lines = [comment_text(comment, view)]
    rule = recipe.rule(comment.rule) if comment.rule else None
    if rule is not None:
        lines.append(tr("Rule {rule}: {text}").format(rule=rule.rule_id, text=tr(rule.text)))
    elif comment.rule:
        lines.append(tr("Rule {rule}, which the guideline lacks").format(rule=comment.rule))
    author = tr("{author} made it.").format(author=comment.author)
    if comment.resolved:
        who = comment.resolved_by or text_of(Message("someone"))
        author += " " + tr("{person} resolved it.").format(person=who)
    return "\n".join((*lines, author))
