"""The guideline's rules, a sentence each, with their pictures: beside the list of categories."""

from collections.abc import Sequence

from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QImage, QPixmap
from PyQt6.QtWidgets import QFrame, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from avisbuild.records import GuidelineRule
from avisbuild.segment import Image
from avisbuild_gui.texts import tr

_PICTURE_LINES = 7


class GuidelineRules(QScrollArea):
    """All rules one below the other, scrolled where there is no room; hidden where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rules: tuple[GuidelineRule, ...] = ()
        self.pictures: dict[str, QLabel] = {}
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Guideline"))
        self.show_rules(())

    def show_rules(self, rules: Sequence[GuidelineRule]) -> None:
        """Show these rules and no others."""
        self.rules = tuple(rules)
        self.pictures = {}
        inside = QWidget()
        inside.setObjectName("panel")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(inside)
        line = self.fontMetrics().height()
        column.setContentsMargins(line // 2, 0, line // 2, 0)
        column.setSpacing(line // 2)
        heading = QLabel(tr("Guideline"))
        heading.setObjectName("heading")
        column.addWidget(heading)
        for rule in rules:
            column.addWidget(_text(rule))
            if rule.picture:
                self.pictures[rule.rule_id] = picture = QLabel(tr("The example is being read."))
                picture.setObjectName("dim")
                picture.setWordWrap(True)
                picture.setAccessibleName(tr("Example of rule {rule}").format(rule=rule.rule_id))
                column.addWidget(picture)
        column.addStretch(1)
        self.setWidget(inside)
        self.setVisible(bool(rules))

    def show_example(self, rule_id: str, image: Image | None) -> None:
        """Show the picture of a rule, (H, W, 3) uint8 RGB; None says that it cannot be shown."""
        label = self.pictures.get(rule_id)
        if label is None:
            return
        if image is None:
            label.setText(tr("The example of rule {rule} cannot be shown.").format(rule=rule_id))
            return
        line = self.fontMetrics().height()
        room = QSize(2 * _PICTURE_LINES * line, _PICTURE_LINES * line)
        ratio = self.devicePixelRatioF()
        height, width = image.shape[:2]
        data = QImage(image.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
        pixmap = QPixmap.fromImage(data).scaled(
            room * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        label.setWordWrap(False)
        label.setPixmap(pixmap)
        label.setFixedHeight(round(pixmap.height() / ratio))


def _text(rule: GuidelineRule) -> QLabel:
    text = QLabel(tr(rule.text))
    text.setTextFormat(Qt.TextFormat.PlainText)
    text.setWordWrap(True)
    text.setToolTip(rule.rule_id)
    text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return text
