"""The regions on the canvas: what the network says everywhere, in colours, and where its mind changes."""

import time
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.core.arrays import FloatArray
from nnviz.core.boundary import decision_boundary
from nnviz.core.neuron_maps import neuron_map
from nnviz.core.regions import Rectangle, probability_map
from nnviz.core.snapshot import Snapshot
from nnviz.ui.plots.boundary_item import BoundaryItem
from nnviz.ui.plots.fineness import Fineness
from nnviz.ui.plots.network_diagram_painting import scale_of
from nnviz.ui.plots.network_places import ShownNeuron
from nnviz.ui.plots.neuron_colors import output_colors, probability_colors
from nnviz.ui.plots.outlook import Outlook
from nnviz.ui.plots.picture_item import PictureItem
from nnviz.ui.plots.quiet_plot import QuietPlot
from nnviz.ui.plots.region_colors import region_colors
from nnviz.ui.theme import Theme

STILL_CELLS = 300
"""Cells along each side while nothing moves."""

_BOUNDARY_CELLS = 50
"""Along each side of the boundary's grid while things move: half as many pieces take half as long to find and draw."""

STRENGTH = 0.7
"""Of the full colours of a neuron, so that points are seen on them."""

_A_FRAME = 0.03
"""Seconds of a frame that the fine picture may take while nothing else moves; a large network's takes many frames."""

_A_PART = 4e-3
"""Seconds of a frame that a picture may take while a run goes on; of a very large network it takes some frames, too."""

# What Windows counts of a thread's time comes in steps of 16 ms.
_CLOCK = time.thread_time if time.get_clock_info("thread_time").resolution < 1e-4 else time.perf_counter


class _Maps(NamedTuple):
    """What a picture is made of, bottom row first.

    Attributes
    ----------
    probabilities : (n_rows, n_columns, n_classes)
        Of no class where nobody asks for them.
    outputs : (n_rows, n_columns) or None
        Of the neuron that is shown, if one is.
    """

    probabilities: FloatArray
    outputs: FloatArray | None


class _Picture(NamedTuple):
    """What is to be seen of some maps.

    Attributes
    ----------
    pixels : (n_rows, n_columns)
        As `PictureItem` takes them.
    area : Rectangle
        What they cover.
    largest : float
        The output in size that has the full colour, where a neuron is shown.
    boundary : pieces of the decision boundary, or None
    """

    pixels: NDArray[np.uint32]
    area: Rectangle
    largest: float
    boundary: FloatArray | None


class _Ahead(NamedTuple):
    """A picture that is made and not shown yet.

    Attributes
    ----------
    snapshot : Snapshot
    outlook : Outlook
    rest : tuple
        What else it would be another one by.
    picture : _Picture
    """

    snapshot: Snapshot
    outlook: Outlook
    rest: tuple[object, ...]
    picture: _Picture


class _Unfinished(NamedTuple):
    """A coarse picture that takes several frames.

    Attributes
    ----------
    snapshot : Snapshot
    outlook : Outlook
    n_cells : int
        Along each side.
    neuron : ShownNeuron or None
    has_boundary : bool
        What it is a picture of.
    pieces : list[_Maps]
        The strips that are there, from the bottom.
    """

    snapshot: Snapshot
    outlook: Outlook
    n_cells: int
    neuron: ShownNeuron | None
    has_boundary: bool
    pieces: list[_Maps]


class RegionLayer:
    """A picture of the regions, or in their place of what a neuron puts out; over it the decision boundary.

    Attributes
    ----------
    picture : PictureItem
    boundary : BoundaryItem
    fineness : Fineness
    by_confidence : bool
        Whether the colours of the classes are the stronger the surer the network is.
    has_boundary : bool
    neuron : ShownNeuron or None
    """

    def __init__(self, plot: QuietPlot) -> None:
        self.by_confidence = True
        self.has_boundary = False
        self.neuron: ShownNeuron | None = None
        self.fineness = Fineness()
        self.picture = PictureItem()
        self.picture.setZValue(-10)
        self.boundary = BoundaryItem()
        self.boundary.setZValue(-4)
        for item in (self.picture, self.boundary):
            plot.addItem(item)
        self._theme: Theme | None = None
        self._snapshot: Snapshot | None = None
        self._n_cells = 0
        self._largest = 1.0
        self._pieces: list[_Maps] = []
        self._unfinished: _Unfinished | None = None
        self._ahead: _Ahead | None = None

    @property
    def n_cells(self) -> int:
        """Along each side of what is shown."""
        return self._n_cells

    @property
    def largest(self) -> float | None:
        """The output in size that has the full colour; None where no neuron is shown."""
        return None if self._seen_neuron is None else self._largest

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """What `draw` is to show."""
        self._snapshot = snapshot
        if snapshot is None:
            self._unfinished = None

    def prepare(self, snapshot: Snapshot, outlook: Outlook) -> None:
        """Make the picture that `draw` is to show of this moment: that takes longer than all of the rest.

        Where that would take several frames nothing is made.
        """
        self._ahead = None
        if self._theme is None or not snapshot.is_finite or self._unfinished is not None:
            return
        n_cells = self._cells_for(snapshot)
        if self._takes_frames(n_cells):
            return
        picture = self._make(snapshot, outlook, n_cells, self._theme)
        self.picture.stretch(picture.pixels, picture.area)
        self._ahead = _Ahead(snapshot, outlook, self._rest(snapshot), picture)

    def draw(self, outlook: Outlook) -> None:
        """Show the moment over this piece of the plane, as finely as a frame allows.

        Of a network so large that a frame does not allow any picture, the last one stays until `go_on` has made another
        in several; and that is finished, whatever moments come meanwhile.
        """
        self._pieces.clear()
        snapshot, theme = self._drawable, self._theme
        ahead, self._ahead = self._ahead, None
        if snapshot is None or theme is None:
            self._n_cells = 0
            self._unfinished = None
            self.picture.clear()
            self.boundary.show_pieces(None)
            return
        n_cells = self._cells_for(snapshot)
        if self._takes_frames(n_cells):
            self._begin(snapshot, outlook, n_cells)
            return
        self._unfinished = None
        if (
            ahead is not None
            and ahead.snapshot is snapshot
            and ahead.outlook.is_same(outlook)
            and ahead.rest == self._rest(snapshot)
        ):
            self._show(ahead.picture)
        else:
            self._show(self._make(snapshot, outlook, n_cells, theme))

    def go_on(self) -> bool:
        """Do a frame's part of a picture that takes several; False where there is none to be made."""
        if self._unfinished is None or self._drawable is None or self._theme is None:
            return False
        snapshot, outlook, n_cells, _, _, pieces = self._unfinished
        n_done = sum(len(maps.probabilities) for maps in pieces)
        n_rows = min(self._part_of(n_cells), n_cells - n_done)
        strip = _strip(outlook.area, n_done, n_done + n_rows, n_cells)
        started = _CLOCK()
        pieces.append(self._maps(snapshot, outlook, strip, n_cells, n_rows))
        self.fineness.note((_CLOCK() - started) * n_cells / n_rows)
        if n_done + n_rows == n_cells:
            self._unfinished = None
            self._show(self._picture(_joined(pieces), outlook.area, self._theme, self._seen_neuron))
            if snapshot is not self._snapshot:
                self.draw(outlook)
        return True

    def _begin(self, snapshot: Snapshot, outlook: Outlook, n_cells: int) -> None:
        """Begin a picture in several frames, unless one of the same things is being made."""
        made = self._unfinished
        wanted = _Unfinished(snapshot, outlook, n_cells, self._seen_neuron, self.has_boundary, [])
        if made is None or not outlook.is_same(made.outlook) or made[2:-1] != wanted[2:-1]:
            self._unfinished = wanted

    def _part_of(self, n_cells: int) -> int:
        """Rows of a coarse picture that a frame has time for."""
        return max(1, int(_A_PART / self.fineness.seconds_for(n_cells)))

    def sharpen(self, outlook: Outlook) -> bool:
        """Do a frame's part of the fine picture, and show it when all of it is there; False where it is shown."""
        snapshot = self._drawable
        if snapshot is None or self._theme is None or self._n_cells >= STILL_CELLS:
            return False
        n_done = sum(len(maps.probabilities) for maps in self._pieces)
        a_row = self.fineness.seconds_for(STILL_CELLS)
        n_rows = min(STILL_CELLS - n_done, max(1, int(_A_FRAME / a_row)))
        strip = _strip(outlook.area, n_done, n_done + n_rows, STILL_CELLS)
        self._pieces.append(self._maps(snapshot, outlook, strip, STILL_CELLS, n_rows))
        if n_done + n_rows == STILL_CELLS:
            self._show(self._picture(_joined(self._pieces), outlook.area, self._theme, self._seen_neuron))
            self._pieces.clear()
        return True

    def set_theme(self, theme: Theme) -> None:
        """Draw in the theme's colours and size from now on."""
        self._theme = theme
        self.boundary.set_theme(theme)

    @property
    def _drawable(self) -> Snapshot | None:
        snapshot = self._snapshot
        return snapshot if snapshot is not None and self._theme is not None and snapshot.is_finite else None

    @property
    def _seen_neuron(self) -> ShownNeuron | None:
        """The neuron that is shown, if the network of this moment has it."""
        snapshot = self._drawable
        return None if snapshot is None else self._neuron_of(snapshot)

    def _neuron_of(self, snapshot: Snapshot) -> ShownNeuron | None:
        return self.neuron if self.neuron and is_there(snapshot, self.neuron) else None

    def _cells_for(self, snapshot: Snapshot) -> int:
        """Cells along each side of a coarse picture of this network."""
        self.fineness.begin(sum(weights.size for weights in snapshot.weights))
        return self.fineness.n_cells

    def _takes_frames(self, n_cells: int) -> bool:
        """Whether a picture is more than a frame allows, and another one stands in for it."""
        return self._n_cells > 0 and self.fineness.is_coarsest and self._part_of(n_cells) < n_cells

    def _rest(self, snapshot: Snapshot) -> tuple[object, ...]:
        """By what a picture of a moment, over a piece of the plane, would be another one."""
        return self._neuron_of(snapshot), self.has_boundary, self.by_confidence, self._theme

    def _make(self, snapshot: Snapshot, outlook: Outlook, n_cells: int, theme: Theme) -> _Picture:
        """A coarse picture, whose time is taken."""
        started = _CLOCK()
        maps = self._maps(snapshot, outlook, outlook.area, n_cells, n_cells)
        picture = self._picture(maps, outlook.area, theme, self._neuron_of(snapshot))
        self.fineness.note(_CLOCK() - started)
        return picture

    def _maps(self, snapshot: Snapshot, outlook: Outlook, area: Rectangle, n_columns: int, n_rows: int) -> _Maps:
        network, inputs_of, neuron = snapshot.network, outlook.inputs_of, self._neuron_of(snapshot)
        probabilities = np.empty((n_rows, n_columns, 0))
        if self.has_boundary or neuron is None or neuron.label is not None:
            probabilities = probability_map(network, area, n_columns, n_rows, inputs_of)
        if neuron is None:
            return _Maps(probabilities, None)
        if neuron.label is not None:
            return _Maps(probabilities, probabilities[:, :, neuron.label])
        return _Maps(probabilities, neuron_map(network, neuron.place, area, n_columns, n_rows, inputs_of=inputs_of))

    def _show(self, picture: _Picture) -> None:
        self._n_cells = len(picture.pixels)
        self._largest = picture.largest
        self.picture.show_pixels(picture.pixels, picture.area)
        self.boundary.show_pieces(picture.boundary)

    def _picture(self, maps: _Maps, area: Rectangle, theme: Theme, neuron: ShownNeuron | None) -> _Picture:
        pixels, largest = self._colors(maps, theme, neuron)
        n_cells = len(maps.probabilities)
        stride = 1 if n_cells == STILL_CELLS else max(1, n_cells // _BOUNDARY_CELLS)
        pieces = decision_boundary(maps.probabilities, area, stride) if self.has_boundary else None
        return _Picture(pixels, area, largest, pieces)

    def _colors(self, maps: _Maps, theme: Theme, neuron: ShownNeuron | None) -> tuple[NDArray[np.uint32], float]:
        """The pixels, and the output in size that has the full colour."""
        if maps.outputs is None or neuron is None:
            return region_colors(maps.probabilities, theme, by_confidence=self.by_confidence), 1.0
        if neuron.label is not None:
            return probability_colors(maps.outputs, theme, neuron.label, STRENGTH), 1.0
        largest = scale_of(maps.outputs)
        return output_colors(maps.outputs, largest, theme, STRENGTH), largest


def is_there(snapshot: Snapshot, neuron: ShownNeuron) -> bool:
    """Whether the network of this moment has such a neuron: another one may have come a frame before its diagram."""
    column, number = neuron.place
    if column > len(snapshot.weights):
        return False
    n_neurons = snapshot.weights[0].shape[0] if column == 0 else len(snapshot.biases[column - 1])
    return number < n_neurons and (neuron.label is not None) == (column == len(snapshot.weights))


def _strip(area: Rectangle, first: int, end: int, n_rows: int) -> Rectangle:
    """These of so many rows."""
    height = (area.top - area.bottom) / n_rows
    return Rectangle(area.left, area.bottom + first * height, area.right, area.bottom + end * height)


def _joined(pieces: list[_Maps]) -> _Maps:
    """One above the other."""
    if len(pieces) == 1:
        return pieces[0]
    outputs = [piece.outputs for piece in pieces if piece.outputs is not None]
    probabilities = np.concatenate([piece.probabilities for piece in pieces])
    return _Maps(probabilities, np.concatenate(outputs) if outputs else None)
