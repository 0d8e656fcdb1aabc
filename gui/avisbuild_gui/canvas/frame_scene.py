"""Everything that is painted over and under each other: frame, masks, draft, prompt, names."""

from collections.abc import Sequence

from PyQt6.QtCore import QObject, QPointF, QRectF
from PyQt6.QtGui import QFont, QPixmap
from PyQt6.QtWidgets import QGraphicsScene

from avisbuild.segment import MaskArray, Prompt
from avisbuild_gui.canvas.camera import Camera, Size, Xy, to_view
from avisbuild_gui.canvas.draft_item import DraftItem
from avisbuild_gui.canvas.frame_item import FrameItem
from avisbuild_gui.canvas.label_item import LabelItem
from avisbuild_gui.canvas.label_layout import lay_out_labels
from avisbuild_gui.canvas.mask_item import OUTLINE_REACH_PX, MaskItem
from avisbuild_gui.canvas.mask_rasters import MaskRasters, Projection
from avisbuild_gui.canvas.mask_style import MaskStyle, choose_style
from avisbuild_gui.canvas.outline_item import OutlineItem
from avisbuild_gui.canvas.pin_item import PIN_REACH_PX, PinItem
from avisbuild_gui.canvas.pixmaps import PictureCache, mask_picture
from avisbuild_gui.canvas.pointer import BrushCircle
from avisbuild_gui.canvas.prompt_item import PromptItem
from avisbuild_gui.canvas.visible_part import Rect, box_in_view, visible_part
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import Look, MaskLayer

FEW_NAMES = 4
# Room to move the view about; the scene of Qt scrolls no further than its own rectangle.
_ROOM_PX = 100_000
_LABEL_GAP_PX = 5.0
_PREVIEW = MaskStyle(fill=0.28, width=1.1)
_PREVIEW_COLOUR = "#ffffff"
_MASKS_Z, _ACTIVE_Z, _PREVIEW_Z, _DRAFT_Z, _LABELS_Z, _PROMPT_Z = range(1, 7)
_OUTLINE_Z, _PINS_Z, _CIRCLE_Z = range(7, 10)


class FrameScene(QGraphicsScene):
    """The frame at the origin, one unit a pixel, and what lies on it.

    Items of masks and names are kept and shown with other contents; there are never more than were
    needed at once.
    """

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self._theme = theme
        self._look = Look()
        self._unit = 1.0
        self._font = QFont()
        self._layers: tuple[MaskLayer, ...] = ()
        self._hovered = -1
        self._cache = PictureCache()
        self._rasters = MaskRasters()
        self._masks: list[MaskItem] = []
        self._labels: list[LabelItem] = []
        self._prompt = Prompt()
        self.has_draft = False
        self.is_moving = self.is_elsewhere = False
        self.frame = FrameItem()
        self.preview = MaskItem()
        self.draft = DraftItem()
        self.prompt = PromptItem(theme)
        self.outline = OutlineItem(theme)
        self.pins = PinItem(theme)
        self.circle = BrushCircle()
        for item, z in (
            (self.frame, 0),
            (self.preview, _PREVIEW_Z),
            (self.draft, _DRAFT_Z),
            (self.prompt, _PROMPT_Z),
            (self.outline, _OUTLINE_Z),
            (self.pins, _PINS_Z),
            (self.circle, _CIRCLE_Z),
        ):
            item.setZValue(z)
            self.addItem(item)
        self.preview.setVisible(False)
        self.draft.setVisible(False)
        self.circle.setVisible(False)

    @property
    def layers(self) -> tuple[MaskLayer, ...]:
        """The masks on show."""
        return self._layers

    @property
    def is_prompting(self) -> bool:
        """Whether a prompt or a draft is on show, so that standing masks make room."""
        return (self.has_draft or bool(self._prompt)) and not self.is_elsewhere

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show another frame, without what lay on the one before; a null pixmap shows none."""
        self.frame.show_pixmap(pixmap)
        self.is_moving = self.is_elsewhere = False
        area = QRectF(pixmap.rect())
        self.setSceneRect(area.adjusted(-_ROOM_PX, -_ROOM_PX, _ROOM_PX, _ROOM_PX))
        reach = OUTLINE_REACH_PX
        self.prompt.set_bounds(area.adjusted(-reach, -reach, reach, reach))
        self.outline.set_bounds(area.adjusted(-reach, -reach, reach, reach))
        self.pins.set_bounds(
            area.adjusted(-PIN_REACH_PX, -PIN_REACH_PX, PIN_REACH_PX, PIN_REACH_PX)
        )
        self.pins.setVisible(self._shows_pins)
        self.outline.show_outline(None)
        self.show_preview(None)
        self.draft.show_mask(None, "")
        self.prompt.show_band(None)
        self._prompt, self.has_draft = Prompt(), False
        self.prompt.show_prompt(self._prompt)
        self.show_layers(())

    def show_moving(self, pixmap: QPixmap, *, is_elsewhere: bool) -> None:
        """Show a picture in the frame's place, a null one for the frame again.

        What a click would give is not shown on it; on one of another second, nothing that is being drawn.
        """
        self.frame.show_moving(pixmap)
        before = self.is_moving, self.is_elsewhere
        self.is_moving = not pixmap.isNull()
        self.is_elsewhere = self.is_moving and is_elsewhere
        if before != (self.is_moving, self.is_elsewhere):
            self.show_preview(None)
            self._restyle()

    def show_layers(self, layers: Sequence[MaskLayer]) -> bool:
        """Show these masks; whether others were shown before, else nothing is painted."""
        if tuple(layers) == self._layers:
            return False
        self._layers, self._hovered = tuple(layers), -1
        while len(self._masks) < len(self._layers):
            self._masks.append(MaskItem(self._rasters))
            self.addItem(self._masks[-1])
        self._restyle()
        return True

    def prepare_layer(self, layer: MaskLayer, view: Projection) -> None:
        """Paint a mask of another second ahead, as it will be when nobody prompts there."""
        picture = self._cache.picture(layer.rle, layer.colour)
        style = choose_style(layer, self._look, is_prompting=False)
        if picture is not None and style is not None:
            self._rasters.prepare(picture, layer.colour, style, self._unit, view)

    def show_preview(self, mask: MaskArray | None) -> None:
        """Show what a click would give."""
        mask = None if self.is_moving else mask
        picture = None if mask is None else mask_picture(mask, _PREVIEW_COLOUR)
        style = None if self._look.hide_all else _PREVIEW
        self.preview.show_picture(picture, _PREVIEW_COLOUR, style, self._unit)

    def show_draft(self, mask: MaskArray | None, colour: str) -> None:
        """Show the mask that is being made."""
        was_prompting = self.is_prompting
        self.draft.show_mask(mask, colour)
        self.has_draft = mask is not None
        self.draft.setVisible(self._shows_draft)
        if was_prompting is not self.is_prompting:
            self._restyle()

    def show_prompt(self, prompt: Prompt) -> None:
        was_prompting = self.is_prompting
        self._prompt = prompt
        self.prompt.show_prompt(prompt)
        if was_prompting is not self.is_prompting:
            self._restyle()

    def set_look(self, look: Look) -> None:
        self._look = look
        if look.hide_all:
            self.preview.setVisible(False)
        self._restyle()

    def set_style(self, theme: Theme, unit: float, font: QFont) -> None:
        """Colours, the unit of lines in pixels of the window, and the font of names."""
        self._theme, self._unit, self._font = theme, unit, font
        self.prompt.set_style(theme, unit)
        self.outline.set_style(theme, unit)
        self.pins.set_style(theme, unit, font)
        self._restyle()

    def hover(self, frame_xy: Xy | None) -> bool:
        """Note which mask the pointer is over; return whether it is another one than before."""
        hovered = -1 if frame_xy is None else self._position_at(frame_xy)
        changed = hovered != self._hovered
        self._hovered = hovered
        return changed

    def place_labels(self, camera: Camera, view: Size) -> None:
        """Put the names beside their masks, where these are in the view now."""
        positions = self._named_positions()
        while len(self._labels) < len(positions):
            label = LabelItem()
            label.setZValue(_LABELS_Z)
            self._labels.append(label)
            self.addItem(label)
        for label in self._labels[len(positions) :]:
            label.setVisible(False)
        labels = self._labels[: len(positions)]
        for label, position in zip(labels, positions, strict=True):
            layer = self._layers[position]
            label.show_name(layer.name, layer.colour, self._font, self._theme)
        parts = [self._part_in_view(position, camera, view) for position in positions]
        places = lay_out_labels(
            [box for box, _ in parts],
            [label.size for label in labels],
            view,
            gap=_LABEL_GAP_PX * self._unit,
            spots=[spots for _, spots in parts],
        )
        origin = to_view(camera, (-0.5, -0.5), view)
        for label, place in zip(labels, places, strict=True):
            label.setVisible(place is not None)
            if place is not None:
                x, y = ((place[axis] - origin[axis]) / camera.zoom for axis in range(2))
                label.setPos(x, y)

    def _restyle(self) -> None:
        """Give every mask the style of its kind, a thin line while somebody prompts."""
        for number, item in enumerate(self._masks):
            if number >= len(self._layers):
                item.show_picture(None, "", None, self._unit)
                continue
            layer = self._layers[number]
            picture = self._cache.picture(layer.rle, layer.colour)
            style = choose_style(layer, self._look, is_prompting=self.is_prompting)
            item.setZValue(_ACTIVE_Z if layer.is_active else _MASKS_Z)
            item.show_picture(picture, layer.colour, style, self._unit)
        fill = 0.0 if self._look.outlines_only else self._look.opacity
        self.draft.set_style(fill=fill, unit=self._unit)
        self.draft.setVisible(self._shows_draft)
        self.prompt.setVisible(not self._look.hide_all and not self.is_elsewhere)
        self.outline.setVisible(not self.is_elsewhere)
        self.pins.setVisible(self._shows_pins)

    @property
    def _shows_draft(self) -> bool:
        return self.has_draft and not self._look.hide_all and not self.is_elsewhere

    @property
    def _shows_pins(self) -> bool:
        has_frame = not self.frame.boundingRect().isEmpty()
        return has_frame and not self._look.hide_all and not self.is_elsewhere

    def _named_positions(self) -> list[int]:
        """Which masks have their names shown, the active one first."""
        if self.is_prompting or self._look.hide_all:
            return []
        has_few = len(self._layers) <= FEW_NAMES
        positions = [
            position
            for position, layer in enumerate(self._layers)
            if layer.name
            and self._masks[position].picture is not None
            and (has_few or layer.is_active or position == self._hovered)
        ]
        return sorted(positions, key=lambda position: not self._layers[position].is_active)

    def _position_at(self, frame_xy: Xy) -> int:
        point = QPointF(frame_xy[0] + 0.5, frame_xy[1] + 0.5)
        for position in reversed(range(len(self._layers))):
            if self._masks[position].contains_point(point):
                return position
        return -1

    def _part_in_view(self, position: int, camera: Camera, view: Size) -> tuple[Rect, list[Xy]]:
        """The box around what of a mask is in view, and points on it; an empty box where nothing is."""
        picture = self._masks[position].picture
        assert picture is not None
        box = picture.left, picture.top, picture.right, picture.bottom
        whole = x0, y0, x1, y1 = box_in_view(box, camera, view)
        if x0 >= 0 and y0 >= 0 and x1 <= view[0] and y1 <= view[1]:
            return whole, []
        return visible_part(picture.packed, camera, view) or ((0.0, 0.0, 0.0, 0.0), [])
