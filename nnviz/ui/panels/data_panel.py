"""The data panel: clusters, test share, seed."""

import html
from itertools import zip_longest

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from nnviz.experiment.class_colors import choose_color
from nnviz.experiment.class_names import free_name
from nnviz.experiment.coordinates import MATRIX
from nnviz.experiment.data_spec import FEWEST_CLUSTERS, MOST_CLUSTERS, ClusterSpec, DataSpec
from nnviz.experiment.own_source import OwnSource
from nnviz.experiment.presets import preset
from nnviz.experiment.quantity import RecipeError, Spec, quantity
from nnviz.experiment.source_spec import (
    BlobsSource,
    CheckerboardSource,
    CirclesSource,
    ClustersSource,
    MoonsSource,
    Source,
    SpiralsSource,
    UnlearnableSource,
    XorSource,
)
from nnviz.ui.fields.form import Form, PanelCard
from nnviz.ui.fields.keyboard import tab_behind
from nnviz.ui.fields.kind_field import KindField
from nnviz.ui.fields.kinds import key_of
from nnviz.ui.fields.percent import as_percent, percent_quantity
from nnviz.ui.fields.seed_field import SeedField
from nnviz.ui.fields.slider_field import LinearScale, SliderField
from nnviz.ui.icons import icon
from nnviz.ui.panels.cluster_card import ClusterCard
from nnviz.ui.theme import Theme

_ASK_FOR_TABLE = "Own table…"

SOURCES: dict[type[Spec], str] = {
    ClustersSource: "Clusters",
    XorSource: "XOR",
    CirclesSource: "Circles",
    MoonsSource: "Moons",
    SpiralsSource: "Spirals",
    CheckerboardSource: "Checkerboard",
    BlobsSource: "Blobs",
    UnlearnableSource: "Unlearnable",
    OwnSource: _ASK_FOR_TABLE,
}

_BY_CLASS_HELP = (
    "Each class gives the same share of its points to the test, as near as whole points allow (a stratified split). "
    "Off, the test points are drawn from all points alike"
)

_SOME_CLUSTERS = "two-gaussians"
"""The preset whose clusters come where there have been none."""


class DataPanel(PanelCard):
    """Shows where the points come from.

    Signals
    -------
    data_edited(DataSpec, str)
        The user changed it; the string says what.
    coordinates_edited(str)
        The user chose another way to write covariances.
    table_wanted()
        The user wants points of their own, and there have been none yet.
    refused(str)
        Why an edit cannot be.
    """

    data_edited = Signal(object, str)
    coordinates_edited = Signal(str)
    table_wanted = Signal()
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Data", parent)
        self._data: DataSpec | None = None
        self._theme: Theme | None = None
        self._cards: list[ClusterCard] = []
        self._spare_cards: list[ClusterCard] = []
        self._last_fields: list[QWidget] = []
        self._coordinates = MATRIX
        self._name = ""
        self.preset_button = QToolButton()
        self.preset_button.setAccessibleName("Begin with another preset")
        self.preset_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.preset_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.preset_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.header.addWidget(self.preset_button)
        self._clusters = QVBoxLayout()
        self._clusters.setSpacing(6)
        self.column.addLayout(self._clusters)
        self._add = QPushButton("Cluster")
        self._add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add.setAccessibleName("Add a cluster")
        self._source = KindField(
            "Where the points come from",
            SOURCES,
            what="where the points come from",
            what_number="the {} of the shape",
        )
        self._last_clusters = preset(_SOME_CLUSTERS).data.clusters
        self._last_own: OwnSource | None = None
        row = QHBoxLayout()
        row.addWidget(self._source, 1)
        row.addWidget(self._add)
        self.column.addLayout(row)
        self.column.addWidget(self._source.numbers)
        self._share = SliderField(percent_quantity(quantity(DataSpec, "test_share")), LinearScale(0, 90, 1), step=1)
        self._by_class = QCheckBox("Split by class")
        self._by_class.setToolTip(_BY_CLASS_HELP)
        self._seed = SeedField(quantity(DataSpec, "seed"))
        form = Form()
        form.add_row("Test share, %", self._share)
        form.add_below(self._by_class)
        form.add_row("Data seed", self._seed)
        self.column.addLayout(form)
        self._source.spec_edited.connect(self._on_source_edited)
        self._source.kind_wanted.connect(self._on_own_points_wanted)
        self._source.refused.connect(self.refused)
        self._add.clicked.connect(self._on_add)
        self._share.number_edited.connect(self._on_share_edited)
        self._share.refused.connect(self.refused)
        self._by_class.clicked.connect(self._on_by_class_clicked)
        self._seed.seed_edited.connect(self._on_seed_edited)
        self._seed.refused.connect(self.refused)

    def show_data(self, data: DataSpec, preset_name: str) -> None:
        """Show this data, and the name of the experiment it belongs to."""
        self._show_name(preset_name)
        if data == self._data:
            return
        before, self._data = self._data, data
        shown = before.clusters if before is not None and len(before.clusters) == len(data.clusters) else ()
        self._fit_cards(len(data.clusters))
        for card, cluster, known in zip_longest(self._cards, data.clusters, shown):
            if cluster != known:  # a hand on the canvas changes one of ten, sixty times a second
                card.show_cluster(cluster, can_be_removed=len(data.clusters) > FEWEST_CLUSTERS)
        if before is None or (before.class_colors, before.class_names) != (data.class_colors, data.class_names):
            self._show_colors(data)
        if before is None or before.source is not data.source or len(before.clusters) != len(data.clusters):
            self._show_source(data)
        if isinstance(data.source, ClustersSource):
            self._last_clusters = data.clusters
        self._share.show_number(as_percent(data.test_share))
        self._by_class.setChecked(data.split_by_class)
        self._seed.show_seed(data.seed)

    def _show_source(self, data: DataSpec) -> None:
        self._keep_own(data.source)
        self._source.show_spec(data.source)
        has_clusters = isinstance(data.source, ClustersSource)
        can_add = has_clusters and len(data.clusters) < MOST_CLUSTERS
        self._add.setVisible(has_clusters)
        self._add.setEnabled(can_add)
        self._add.setToolTip("Add a cluster" if can_add else f"There can be {MOST_CLUSTERS} clusters at most")

    def show_coordinates(self, key: str) -> None:
        """Write the covariances of all clusters this way."""
        self._coordinates = key
        for card in self._cards:
            card.show_coordinates(key)

    def add_cluster(self, x: float, y: float) -> None:
        """Add a round cluster there, as the user's doing."""
        if self._data is not None and self._add.isEnabled():
            last = self._data.clusters[-1]
            self._append(msgspec.structs.replace(last, covariance=((1.0, 0.0), (0.0, 1.0)), axes=None), (x, y))

    def command(self, name: str, number: int) -> None:
        """Do what a key on the canvas asks for: "remove", "duplicate" or "rename" the cluster of this number."""
        {"remove": self._remove, "duplicate": self._duplicate, "rename": self._rename}[name](number)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = theme
        self._show_name(self._name)
        self._add.setIcon(icon("plus", theme.text))
        self.preset_button.setIcon(icon("chevron-down", theme.muted))
        self._seed.set_theme(theme)
        for card in (*self._cards, *self._spare_cards):
            card.set_theme(theme)

    def _show_name(self, name: str) -> None:
        """On the preset button, shortened to what its place holds."""
        self._name = name
        longest = self._theme.px(150) if self._theme is not None else 150
        self.preset_button.setText(
            self.preset_button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, longest).replace("&", "&&")
        )
        self.preset_button.setToolTip(f"{html.escape(name)}<br>Begin with another preset")

    def _show_colors(self, data: DataSpec) -> None:
        colors = data.class_colors
        owners = dict(zip(colors, data.class_names, strict=True))
        for card, color in zip(self._cards, colors if data.clusters else (), strict=True):
            card.show_color(color, owners)

    def _fit_cards(self, n_cards: int) -> None:
        """Cards too many are kept for the next clusters.

        Deleted, they would take half of the window's actions along: PySide6 (6.11) then believes that other menus'
        actions were deleted too.
        """
        while len(self._cards) > n_cards:
            card = self._cards.pop()
            self._last_fields.pop()
            self._clusters.removeWidget(card)
            card.hide()
            card.close_details()
            self._spare_cards.append(card)
        while len(self._cards) < n_cards:
            self._cards.append(self._spare_cards.pop() if self._spare_cards else self._make_card())
            self._clusters.addWidget(self._cards[-1])
            self._cards[-1].show()  # at once, not with the next event: only what is shown can take the keyboard
            self._cards[-1].show_coordinates(self._coordinates)
            before = self._last_fields[-1] if self._last_fields else self.preset_button
            self._last_fields.append(tab_behind(before, self._cards[-1]))

    def _make_card(self) -> ClusterCard:
        card = ClusterCard()
        if self._theme is not None:
            card.set_theme(self._theme)
        card.cluster_edited.connect(self._on_cluster_edited)
        card.duplicate_requested.connect(self._on_duplicate)
        card.removal_requested.connect(self._on_remove)
        card.refused.connect(self.refused)
        card.color_edited.connect(self._on_color_edited)
        card.coordinates_edited.connect(self._on_coordinates_edited)
        return card

    def _edit(self, what: str, **changes: object) -> bool:
        """Ask for other data; False where they cannot be, and then everything is shown as it was."""
        if self._data is None:
            return False
        try:
            edited = msgspec.structs.replace(self._data, **changes)
        except RecipeError as error:
            shown, self._data = self._data, None
            self.show_data(shown, self._name)
            self.refused.emit(str(error))
            return False
        self.data_edited.emit(edited, what)
        return True

    def _sender_number(self) -> int:
        return self._cards.index(self.sender())  # type: ignore[arg-type]

    def _on_cluster_edited(self, cluster: ClusterSpec, what: str) -> None:
        if self._data is not None:
            clusters = list(self._data.clusters)
            clusters[self._sender_number()] = cluster
            self._edit(what, clusters=tuple(clusters))

    def _on_color_edited(self, color: int) -> None:
        if self._data is not None:
            number = self._sender_number()
            clusters = self._data.clusters
            wanted = choose_color(self._data.class_colors, number, color)
            recolored = (msgspec.structs.replace(one, color=own) for one, own in zip(clusters, wanted, strict=True))
            self._edit(f"the colour of {clusters[number].name}", clusters=tuple(recolored))

    def _on_coordinates_edited(self, key: str) -> None:
        self.show_coordinates(key)
        self.coordinates_edited.emit(key)

    def _duplicate(self, number: int) -> None:
        if self._data is not None and self._add.isEnabled():
            model = self._data.clusters[number]
            self._append(model, _beside(model))

    def _remove(self, number: int) -> None:
        if self._data is not None:
            clusters = self._data.clusters
            self._edit("the number of clusters", clusters=clusters[:number] + clusters[number + 1 :])

    def _rename(self, number: int) -> None:
        self._cards[number].open_details()

    def _open_new(self, n_before: int) -> None:
        """Let a cluster that was added here be named; on the canvas the keyboard stays there."""
        if len(self._cards) > n_before:
            self._cards[-1].open_details()

    def _on_duplicate(self) -> None:
        n_before = len(self._cards)
        self._duplicate(self._sender_number())
        self._open_new(n_before)

    def _on_remove(self) -> None:
        self._remove(self._sender_number())

    def _on_add(self) -> None:
        if self._data is not None:
            n_before = len(self._cards)
            self.add_cluster(*_beside(self._data.clusters[-1]))
            self._open_new(n_before)

    def _append(self, model: ClusterSpec, mean: tuple[float, float]) -> None:
        """Put a cluster like `model` there."""
        clusters = () if self._data is None else self._data.clusters
        mean = round(mean[0], 2), round(mean[1], 2)
        name = free_name({cluster.name for cluster in clusters})
        made = msgspec.structs.replace(model, name=name, mean=mean, color=None)
        self._edit("the number of clusters", clusters=(*clusters, made))

    def _on_source_edited(self, source: Source, what: str) -> None:
        """A shape has no clusters; those there were come back with them."""
        has_clusters = isinstance(source, ClustersSource)
        self._edit(what, source=source, clusters=self._last_clusters if has_clusters else ())

    def _keep_own(self, source: Source) -> None:
        """Remember points of one's own, and name them in the list, while others are shown."""
        if isinstance(source, OwnSource):
            self._last_own = source
            self._source.relabel(key_of(OwnSource), f"{source.title} ({source.n_points:,})")

    def _on_own_points_wanted(self) -> None:
        """The list knows no such points, but some may have been there."""
        if self._last_own is None:
            self.table_wanted.emit()
        else:
            self._on_source_edited(self._last_own, "where the points come from")

    def _on_share_edited(self, percent: float) -> None:
        self._edit("the test share", test_share=round(percent / 100, 6))

    def _on_by_class_clicked(self, on: bool) -> None:
        self._edit("the split by class", split_by_class=on)

    def _on_seed_edited(self, seed: int) -> None:
        self._edit("the data seed", seed=seed)


def _beside(cluster: ClusterSpec) -> tuple[float, float]:
    """A place for another one like it."""
    return min(cluster.mean[0] + 3.0, 1000.0), cluster.mean[1]
