"""A cluster on a card: its summary, and opened up its numbers."""

import math
from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from nnviz.data.covariance import Matrix
from nnviz.experiment.data_spec import ClusterSpec, covariance_warning
from nnviz.experiment.quantity import Quantity, quantity, text_limits
from nnviz.experiment.repair import LastGood, Repair, repairs_of
from nnviz.ui.fields.color_button import ColorButton
from nnviz.ui.fields.covariance_rows import CovarianceRows
from nnviz.ui.fields.elided_label import ElidedLabel
from nnviz.ui.fields.form import Form, label, tool_button
from nnviz.ui.fields.name_field import NameField
from nnviz.ui.fields.number_field import NumberField
from nnviz.ui.fields.numbers import format_number, signed
from nnviz.ui.icons import icon
from nnviz.ui.panels.repair_button import RepairButton
from nnviz.ui.theme import Theme

_MANY = 10_000

_WARNING_HELP = (
    "An eigenvalue is the variance along one axis of the cluster, and a variance cannot be negative. "
    "NumPy draws the points all the same: from the matrix with the signs of the eigenvalues left out."
)


class ClusterCard(QFrame):
    """Shows one cluster; a click on the arrow opens its numbers.

    Signals
    -------
    cluster_edited(ClusterSpec, str)
        The user changed it; the string says what.
    color_edited(int)
        The user chose this colour of the palette for it.
    coordinates_edited(str)
        The user chose another way to write covariances.
    duplicate_requested(), removal_requested()
    refused(str)
        Why what was typed cannot be.
    """

    cluster_edited = Signal(object, str)
    color_edited = Signal(int)
    coordinates_edited = Signal(str)
    duplicate_requested = Signal()
    removal_requested = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cluster")
        self._cluster: ClusterSpec | None = None
        self._theme: Theme | None = None
        self._last_good = LastGood()
        self._color = ColorButton()
        self._name = NameField(text_limits(ClusterSpec, "name"))
        self._summary = ElidedLabel("small")
        self._warning = label("", "warning")
        self._warning.setWordWrap(True)
        self._repair = RepairButton()
        self._open = tool_button("Show the numbers of this cluster")
        self._open.setCheckable(True)
        self._menu_button, self._remove_action = self._make_menu()
        self._details = self._make_details()
        self._lay_out()
        self._wire()

    def show_cluster(self, cluster: ClusterSpec, *, can_be_removed: bool) -> None:
        """Show this cluster."""
        last_good = self._last_good.see(cluster)
        self._remove_action.setEnabled(can_be_removed)
        self._cluster = cluster
        self._name.show_name(cluster.name)
        self._summary.show_lines(_summary(cluster))
        warning = covariance_warning(cluster)
        self._warning.setText(warning or "")
        self._warning.setToolTip(_WARNING_HELP)
        self._warning.setVisible(warning is not None)
        self._repair.setVisible(warning is not None)
        if warning is not None:
            self._repair.show_repairs(repairs_of(cluster, last_good))
        self._n_points.show_number(cluster.n_points)
        self._mean_1.show_number(cluster.mean[0])
        self._mean_2.show_number(cluster.mean[1])
        self._covariance.show_covariance(cluster.covariance, cluster.examined)

    def show_color(self, color: int, owners: Mapping[int, str]) -> None:
        """Show its colour, and in the palette whose the others are."""
        if self._cluster is not None:
            self._color.show_color(self._cluster.name, color, owners)

    def show_coordinates(self, key: str) -> None:
        """Write the covariance this way."""
        self._covariance.show_coordinates(key)

    def open_details(self) -> None:
        """Show the numbers, and let the name be typed over."""
        self._open.setChecked(True)
        self._name.setFocus()
        self._name.selectAll()

    def close_details(self) -> None:
        """Show the summary alone."""
        self._open.setChecked(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._color.set_theme(theme)
        self._repair.set_theme(theme)
        self._menu_button.setIcon(icon("more", theme.muted))
        self._show_arrow()

    def _make_menu(self) -> tuple[QToolButton, QAction]:
        button = tool_button("More to do with this cluster")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.addAction("Rename", self._on_rename)
        menu.addAction("Duplicate", self.duplicate_requested.emit)
        remove = menu.addAction("Remove", self.removal_requested.emit)
        button.setMenu(menu)
        return button, remove

    def _make_details(self) -> QWidget:
        details = QWidget()
        form = Form()
        details.setLayout(form)  # at once: what is shown while it belongs to nothing is a window
        form.setContentsMargins(4, 0, 0, 0)
        details.hide()
        mean = quantity(ClusterSpec, "mean")
        self._n_points = NumberField(quantity(ClusterSpec, "n_points"), whole=True, step=100)
        self._mean_1 = NumberField(Quantity("Mean of x₁", mean.low, mean.high, mean.help), step=0.1)
        self._mean_2 = NumberField(Quantity("Mean of x₂", mean.low, mean.high, mean.help), step=0.1)
        means = QWidget()
        row = QHBoxLayout(means)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._mean_1)
        row.addWidget(self._mean_2)
        form.add_row("Points", self._n_points)
        form.add_row("Mean", means)
        self._covariance = CovarianceRows(quantity(ClusterSpec, "covariance"), form, self)
        return details

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._color)
        top.addWidget(self._name)
        top.addWidget(self._summary, 1)
        top.addWidget(self._menu_button)
        top.addWidget(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._warning)
        column.addWidget(self._repair, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        column.addWidget(self._details)

    def _wire(self) -> None:
        self._name.name_edited.connect(self._on_name_edited)
        self._n_points.number_edited.connect(self._on_n_points_edited)
        self._mean_1.number_edited.connect(self._on_mean_edited)
        self._mean_2.number_edited.connect(self._on_mean_edited)
        self._covariance.matrix_edited.connect(self._on_matrix_edited)
        self._covariance.covariance_edited.connect(self._on_covariance_edited)
        self._covariance.coordinates_edited.connect(self.coordinates_edited)
        self._color.color_edited.connect(self.color_edited)
        self._repair.repair_chosen.connect(self._on_repair_chosen)
        self._open.toggled.connect(self._on_opened)
        for field in (self._name, self._n_points, self._mean_1, self._mean_2, self._covariance):
            field.refused.connect(self.refused)

    def _show_arrow(self) -> None:
        if self._theme is not None:
            name = "chevron-down" if self._open.isChecked() else "chevron-right"
            self._open.setIcon(icon(name, self._theme.muted))

    def _edit(self, what: str, **changes: object) -> None:
        if self._cluster is not None:
            self.cluster_edited.emit(
                msgspec.structs.replace(self._cluster, **changes), f"{what} of {self._cluster.name}"
            )

    def _on_opened(self, opened: bool) -> None:
        self._details.setVisible(opened)
        self._show_arrow()

    def _on_rename(self) -> None:
        self._name.setFocus()
        self._name.selectAll()

    def _on_name_edited(self, name: str) -> None:
        self._edit("the name", name=name)

    def _on_n_points_edited(self, number: float) -> None:
        self._edit("the number of points", n_points=int(number))

    def _on_mean_edited(self) -> None:
        self._edit("the mean", mean=(self._mean_1.number, self._mean_2.number))

    def _on_matrix_edited(self, matrix: Matrix) -> None:
        self._edit("the covariance", covariance=matrix, axes=None)

    def _on_covariance_edited(self, covariance: Matrix) -> None:
        # Here, not above: it needs NumPy, which the window is painted without.
        from nnviz.experiment.cluster_ellipse import with_covariance  # noqa: PLC0415

        if self._cluster is not None:
            self._edit("the covariance", covariance=covariance, axes=with_covariance(self._cluster, covariance).axes)

    def _on_repair_chosen(self, repair: Repair) -> None:
        from nnviz.experiment.cluster_ellipse import repaired  # noqa: PLC0415 - as above

        if self._cluster is not None:
            axes = repaired(self._cluster, repair).axes
            # Not "the covariance": that may just have been edited, and is an undo of its own.
            self._edit("the matrix", covariance=repair.covariance, axes=axes)


def _summary(cluster: ClusterSpec) -> str:
    """Points, mean, spreads and correlation, of the matrix the points are really drawn from."""
    (variance_1, shared), (_, variance_2) = cluster.examined.drawn_from
    first, second = math.sqrt(max(variance_1, 0.0)), math.sqrt(max(variance_2, 0.0))
    correlation = shared / (first * second) if first * second > 0 else 0.0
    mean = ", ".join(_short(number) for number in cluster.mean)
    rho = signed(0.0 if abs(correlation) < 0.005 else correlation + 1e-9)
    return f"{_count(cluster.n_points)} at {mean}\nσ {_spread(first)}, {_spread(second)}  ρ {rho}"


def _count(n_points: int) -> str:
    """In thousands where they are many: a card is narrow, and opened up it has the number."""
    return f"{n_points:,}" if n_points < _MANY else f"{n_points / 1000:.3g}k"


def _short(number: float) -> str:
    """With two decimals or three digits, whichever is shorter."""
    rounded = round(number, 2) if abs(number) < 10.0 else float(f"{number:.3g}")
    return format_number(rounded + 0.0).replace("-", "−")


def _spread(number: float) -> str:
    return f"{number:.2f}" if number < 10.0 else f"{number:.1f}"
