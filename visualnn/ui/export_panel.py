"""Which plot, as what, and where to."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from visualnn.errors import InputError
from visualnn.specs import specs_of
from visualnn.ui import picture
from visualnn.ui.i18n import spec_text
from visualnn.ui.settings import Preferences, Settings
from visualnn.ui.theme import sizes
from visualnn.ui.views.view import View
from visualnn.ui.widgets.card import Card
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.segmented import SegmentedControl
from visualnn.ui.widgets.sheet_stack import Sheet
from visualnn.ui.widgets.slider import NumberRow

PREVIEW_WIDTH, PREVIEW_HEIGHT = 460, 260
GAP = 8
"""Pixels between the panel and the edges of the window."""

LIST_WIDTH = 340
"""Pixels of the list of plots, in which a title is not cut short."""

ENDINGS = (".png", ".svg", ".csv")


class ExportPanel(Sheet):
    """Writes one of the views as PNG, SVG or CSV; it lies over the window, which goes on below.

    Parameters
    ----------
    views
        What can be exported; the first is chosen.
    settings
        Remembers format, scale and folder.

    Signals
    -------
    written : Path
        The file that was written.
    """

    written = Signal(object)

    def __init__(
        self,
        views: Sequence[View],
        settings: Settings,
        chosen: View | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_panel")
        self.setAccessibleName(self.tr("Export"))
        self._views = {view.key: view for view in views}
        self._settings = settings
        self._before: QWidget | None = None
        self._folder = _folder(settings.preferences.last_folder)
        self._make_controls(chosen or views[0])
        self._lay_out()
        self._follow_plot()
        if parent is not None:
            parent.installEventFilter(self)

    @property
    def view(self) -> View:
        """The view to export."""
        return self._views[self._plot.value]

    @property
    def path(self) -> Path:
        """Where the file will be written: in the folder chosen last, unless another is named."""
        path = self._folder / os.path.expanduser(self._path.text().strip())
        ending = f".{self._form.value}"
        if path.suffix.lower() == ending or os.path.isdir(path):
            return path
        return path.with_name(f"{path.name}{ending}")

    def choose(self, plot: str = "", form: str = "", scale: int = 0, path: str = "") -> None:
        """Set the controls by key; what is empty stays as it is."""
        if plot:
            self._plot.set_value(plot)
            self._follow_plot()
        if form:
            self._form.set_value(form)
            self._follow_form()
        if scale:
            self._scale.set_value(scale)
            self._follow_scale()
        if path:
            self._path.setText(path)
            self._follow_path()

    def open(self) -> None:
        """Come up below the top bar, with the focus."""
        self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.place()
        self._path.setFocus(Qt.FocusReason.PopupFocusReason)
        name = Path(self._path.text())
        start = len(self._path.text()) - len(name.name)
        self._path.setSelection(start, len(name.stem))

    def place(self) -> None:
        """Take the place below the button for the export; a low window has no room to preview."""
        room = self.parentWidget().rect().adjusted(0, sizes().top_bar + GAP, -GAP, -GAP)
        previewed = 0 if self._preview.isHidden() else PREVIEW_HEIGHT + sizes().space_3
        rest = self.sizeHint().height() - previewed
        self._preview.setVisible(rest + PREVIEW_HEIGHT + sizes().space_3 <= room.height())
        size = self.sizeHint().boundedTo(room.size())
        self.setGeometry(room.right() - size.width(), room.top(), size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Grow and shrink with what is said in the panel."""
        if event.type() == QEvent.Type.LayoutRequest and not self.isHidden():
            self.place()
        return super().event(event)

    def accept(self) -> None:
        """Write the file."""
        self.write()

    def reject(self) -> None:
        """Write nothing, and go."""
        self._close()

    def _close(self) -> None:
        """Go, and give the focus back to where it was."""
        self.hide()
        before, self._before = self._before, None
        with suppress(RuntimeError):  # it may be gone
            if before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.finished.emit()

    def write(self) -> None:
        """Write the file and close; a failure is said in place and the panel stays."""
        path = self.path
        try:
            self._write(self._form.value, path)
        except InputError as error:
            self._complaint.setText(str(error))
            self._complaint.show()
            self._path.setFocus()
            return
        self._remember()
        self.written.emit(path)
        self._close()

    def _write(self, form: str, path: Path) -> None:
        match form:
            case "png":
                picture.to_png(self.view, path, self._scale.value)
            case "svg":
                picture.to_svg(self.view, path)
            case "csv":
                picture.to_csv(self.view, path)

    def _remember(self) -> None:
        changes = {"last_folder": str(self.path.parent), "export_scale": int(self._scale.value)}
        if self._form.value != "csv":
            changes["export_format"] = self._form.value
        self._settings.edit(**changes)

    def _make_controls(self, chosen: View) -> None:
        preferences = self._settings.preferences
        entries = [(key, view.title) for key, view in self._views.items()]
        tip = self.tr("Which of the pictures on show is written, or the numbers in it.")
        self._plot = ChoiceRow(self.tr("Plot"), entries, chosen.key, tip=tip, most_width=LIST_WIDTH)
        self._plot.setObjectName("plot")
        self._plot.edited.connect(lambda _: self._follow_plot())
        forms = (
            ("png", self.tr("PNG"), self.tr("Pixels, for everywhere.")),
            ("svg", self.tr("SVG"), self.tr("Vectors, sharp at any size.")),
            ("csv", self.tr("CSV"), self.tr("The numbers that are on show.")),
        )
        self._form = SegmentedControl(forms, preferences.export_format, name=self.tr("Format"))
        self._form.setObjectName("form")
        self._form.changed.connect(lambda _: self._follow_form())
        self._scale = NumberRow(
            specs_of(Preferences)["export_scale"], preferences.export_scale, suffix=" ×"
        )
        self._scale.setObjectName("scale")
        self._scale.edited.connect(lambda _: self._follow_scale())
        self._path = QLineEdit()
        self._path.setObjectName("path")
        self._path.setAccessibleName(self.tr("File"))
        self._path.setToolTip(self.tr("Where the file goes; its ending says what is written."))
        self._path.textEdited.connect(lambda _: self._heed_ending())
        self._preview, self._size = QLabel(), QLabel()
        self._preview.setFixedSize(PREVIEW_WIDTH, PREVIEW_HEIGHT)
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._preview.setAccessibleName(self.tr("Preview"))
        self._size.setProperty("role", "caption")
        self._replaces = _sentence("replaces", "caption")
        self._replaces.setText(self.tr("There is such a file already: it will be replaced."))
        self._complaint = _sentence("complaint", "bad")

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(sizes().space_3)
        QVBoxLayout(self).setContentsMargins(0, 0, 0, 0)
        self.layout().addWidget(Card(self.tr("Export"), body))
        column.addWidget(self._preview)
        column.addWidget(self._plot)
        column.addLayout(self._form_row())
        column.addWidget(self._scale)
        column.addWidget(self._size)
        column.addLayout(self._path_row())
        column.addWidget(self._replaces)
        column.addWidget(self._complaint)
        column.addLayout(self._buttons_row())

    def _form_row(self) -> QHBoxLayout:
        label = QLabel(spec_text(specs_of(Preferences)["export_format"].label))
        label.setProperty("role", "second")
        row = QHBoxLayout()
        row.addWidget(label, 1)
        row.addWidget(self._form)
        return row

    def _path_row(self) -> QHBoxLayout:
        browse = _button(self.tr("Browse…"), "browse", self._browse)
        browse.setToolTip(self.tr("Look for a place among your folders."))
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(browse)
        return row

    def _buttons_row(self) -> QHBoxLayout:
        cancel = _button(self.tr("Cancel"), "cancel_export", self.reject)
        cancel.setToolTip(self.tr("Write nothing (Escape)."))
        self._go = _button(self.tr("Export"), "write", self.write)
        self._go.setProperty("primary", True)
        self._go.setToolTip(self.tr("Write the file; what is on show goes on meanwhile."))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self._go)
        return row

    def _follow_plot(self) -> None:
        """Show another plot, and suggest a name for it."""
        size, room = self.view.picture_size(), self._preview.size()
        small = QPixmap.fromImage(picture.to_image(self.view, _fitting(size, room, self)))
        small.setDevicePixelRatio(self.devicePixelRatioF())
        self._preview.setPixmap(small)
        folder = self.path.parent if self._path.text().strip() else self._folder
        self._path.setText(str(folder / f"{self.view.key}.{self._form.value}"))
        self._follow_form()

    def _follow_form(self) -> None:
        """Let the name end as the format asks; the rest of a typed name stays."""
        form, path = self._form.value, Path(self._path.text().strip())
        if path.suffix.lower() in ENDINGS:
            self._path.setText(str(path.with_suffix(f".{form}")))
        self._scale.setEnabled(form == "png")
        self._follow_scale()
        self._follow_path()

    def _follow_scale(self) -> None:
        self._size.setText(self._measure(self._form.value))
        self._complaint.hide()

    def _follow_path(self) -> None:
        """Say whether the file would be replaced."""
        replaces = os.path.isfile(self.path)  # a name may be too long to ask for otherwise
        self._replaces.setVisible(replaces)
        self._go.setText(self.tr("Replace") if replaces else self.tr("Export"))
        self._complaint.hide()

    def _heed_ending(self) -> None:
        """Take the format from the ending that was typed."""
        ending = Path(self._path.text().strip()).suffix.lower()
        if ending in ENDINGS and ending != f".{self._form.value}":
            self._form.set_value(ending.removeprefix("."))
            self._scale.setEnabled(self._form.value == "png")
            self._follow_scale()
        self._follow_path()

    def _measure(self, form: str) -> str:
        if form == "csv":
            table = self.view.table()
            text = self.tr("{rows} rows: {columns}")
            return text.format(rows=table.rows, columns=", ".join(table.columns))
        size = self.view.picture_size()
        factor = int(self._scale.value) if form == "png" else 1
        text = self.tr("{width} × {height} pixels")
        return text.format(width=size.width() * factor, height=size.height() * factor)

    def _browse(self) -> None:
        """Ask for a place; whether a file is replaced is said in this panel."""
        dialog = QFileDialog(self, self.tr("Export to"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDirectory(str(self.path.parent))
        dialog.selectFile(self.path.name)
        dialog.fileSelected.connect(self._take_place)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_place(self, name: str) -> None:
        self._path.setText(name)
        self._heed_ending()


def _folder(last: str) -> Path:
    return Path(last) if last and Path(last).is_dir() else Path.home()


def _button(text: str, name: str, job: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAutoDefault(True)  # so that Enter presses it while it has the focus
    button.clicked.connect(job)
    return button


def _sentence(name: str, role: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label


def _fitting(size, room, widget) -> float:
    """Return the scale at which a picture fits into the preview's device pixels."""
    ratio = widget.devicePixelRatioF()
    return ratio * min(room.width() / size.width(), room.height() / size.height())
