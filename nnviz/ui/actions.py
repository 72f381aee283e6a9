"""Every action of the window, in one table that feeds menus, buttons and shortcuts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from nnviz.ui.icons import icon
from nnviz.ui.theme import Theme


@dataclass(frozen=True)
class ActionSpec:
    """One line of the table.

    Attributes
    ----------
    key : str
    menu : str
        Title of the menu it stands in.
    text : str
    tip : str
        What it does, in a few words.
    shortcut : str
        In Qt's portable form; may be empty.
    icon, button_text : str
        For its button, where it has one.
    is_checkable : bool
    begins_group : bool
        Whether a line is drawn above it in its menu.
    """

    key: str
    menu: str
    text: str
    tip: str
    shortcut: str = ""
    icon: str = ""
    button_text: str = ""
    is_checkable: bool = False
    begins_group: bool = False


ACTIONS = (
    ActionSpec("new", "&File", "&New from preset…", "Begin with one of the experiments that come with nnviz", "Ctrl+N"),
    ActionSpec("open", "&File", "&Open…", "Open a document", "Ctrl+O"),
    ActionSpec("save", "&File", "&Save", "Save the recipe to its document", "Ctrl+S"),
    ActionSpec("save-as", "&File", "Save &as…", "Save the recipe to another document", "Ctrl+Shift+S"),
    ActionSpec(
        "open-table", "&File", "Open &table…", "Take points from a CSV table", "Ctrl+Shift+O", begins_group=True
    ),
    ActionSpec("export-points", "&File", "&Export points…", "Write the points to a CSV table", "Ctrl+E"),
    ActionSpec("quit", "&File", "&Quit", "Close nnviz", "Ctrl+Q", begins_group=True),
    ActionSpec("undo", "&Edit", "&Undo", "Take the last edit back", "Ctrl+Z"),
    ActionSpec("redo", "&Edit", "&Redo", "Make the edit again", "Ctrl+Shift+Z"),
    ActionSpec(
        "copy-points",
        "&Edit",
        "&Copy points",
        "Copy the points for a spreadsheet",
        "Ctrl+Shift+C",
        begins_group=True,
    ),
    ActionSpec("paste-points", "&Edit", "&Paste points…", "Take points from a copied table", "Ctrl+V"),
    ActionSpec(
        "paint",
        "&Edit",
        "P&aint points",
        "Paint points on the canvas: brush, eraser, jitter, and a selection to move",
        "P",
        "brush",
        "Paint",
        is_checkable=True,
        begins_group=True,
    ),
    ActionSpec(
        "add-cluster",
        "&Edit",
        "Add c&luster",
        "Add a cluster beside the selected one, or in the middle of what the canvas shows",
        "Ins",
    ),
    ActionSpec(
        "panels", "&View", "&Settings panels", "Show or hide data, network and training", "F9", is_checkable=True
    ),
    ActionSpec(
        "best-possible",
        "&View",
        "&Best possible",
        "Show the border and the accuracy of the best classifier there can be",
        "Ctrl+B",
        is_checkable=True,
    ),
    ActionSpec(
        "boundary",
        "&View",
        "D&ecision boundary",
        "Lines where the network's most probable class changes",
        "Ctrl+Shift+B",
        is_checkable=True,
    ),
    ActionSpec(
        "color-key",
        "&View",
        "Colour &key",
        "What colours, marks and lines on the canvas mean",
        "Ctrl+K",
        is_checkable=True,
    ),
    ActionSpec("reset-zoom", "&View", "Reset &zoom", "Show everything in every plot", "Ctrl+0", begins_group=True),
    ActionSpec("reset-layout", "&View", "Reset &layout", "Put every view back to its first place"),
    ActionSpec("larger", "&View", "L&arger text", "Make everything larger", "Ctrl++", begins_group=True),
    ActionSpec("smaller", "&View", "S&maller text", "Make everything smaller", "Ctrl+-"),
    ActionSpec(
        "theme-system",
        "&View",
        "Colours of the s&ystem",
        "Light or dark as the system is",
        is_checkable=True,
        begins_group=True,
    ),
    ActionSpec("theme-light", "&View", "L&ight", "Dark text on white", is_checkable=True),
    ActionSpec("theme-dark", "&View", "&Dark", "Light text on dark", is_checkable=True),
    ActionSpec(
        "present",
        "&View",
        "&Presentation",
        "Large type and few controls, for a room that looks on",
        "F5",
        is_checkable=True,
        begins_group=True,
    ),
    ActionSpec("full-screen", "&View", "&Full screen", "Use the whole screen", "F11", is_checkable=True),
    ActionSpec("play", "&Train", "&Play", "Train the network", "Space", "play", "Play"),
    ActionSpec("step", "&Train", "&Step", "Make one update", "Right", "step", "Step"),
    ActionSpec("reset", "&Train", "&Reset", "Return to exactly the same start", "R", "reset", "Reset"),
    ActionSpec("mend", "&Train", "&Mend the run", "Change what made the run diverge, and train again", "Ctrl+Return"),
    ActionSpec("faster", "&Train", "&Faster", "More steps a second", "Ctrl+Right", begins_group=True),
    ActionSpec("slower", "&Train", "S&lower", "Fewer steps a second", "Ctrl+Left"),
    ActionSpec(
        "train-on",
        "&Train",
        "Train &on when the data change",
        "When points change, keep the network and train it on with them, instead of a new run from step 0",
        is_checkable=True,
        begins_group=True,
    ),
    ActionSpec(
        "play-back",
        "&Train",
        "Play the past &back",
        "Show the steps of the run one after another, at the speed that is set",
        "Shift+Space",
        "replay",
        "Play back",
        is_checkable=True,
        begins_group=True,
    ),
    ActionSpec("back", "&Train", "Step b&ack", "Look back at the step before", "Left"),
    ActionSpec("page-back", "&Train", "Far bac&k", "Look back a twentieth of the run", "PgUp"),
    ActionSpec("page-on", "&Train", "Far o&nward", "Look on a twentieth of the run", "PgDown"),
    ActionSpec("first", "&Train", "F&irst step", "Look back at where the run began", "Home"),
    ActionSpec("live", "&Train", "Back to li&ve", "Return to where the run stands", "End"),
    ActionSpec("memory", "&Train", "Memor&y of the past…", "How much of a run is kept to look back at"),
    ActionSpec("about", "&Help", "&About nnviz", "Version, licence, system"),
)


class Actions:
    """The table's actions.

    Parameters
    ----------
    owner : QObject
        The window; the actions go with it.
    """

    def __init__(self, owner: QObject) -> None:
        self._actions = {spec.key: _make(spec, owner) for spec in ACTIONS}

    def connect_to(self, handlers: Mapping[str, Callable[..., object]], before: Callable[[], object]) -> None:
        """Let them do something.

        Parameters
        ----------
        handlers : Mapping[str, Callable]
            What each action does, by key; a checkable one is told whether it is checked.
        before : Callable
            Is called before any of them: whatever is being typed then counts.
        """
        for spec in ACTIONS:
            self[spec.key].triggered.connect(before)
            signal = self[spec.key].toggled if spec.is_checkable else self[spec.key].triggered
            signal.connect(handlers[spec.key])

    def __getitem__(self, key: str) -> QAction:
        return self._actions[key]

    @property
    def all(self) -> list[QAction]:
        """In the order of the table."""
        return list(self._actions.values())

    def build_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """Fill a menu bar; the menus by their titles."""
        menus: dict[str, QMenu] = {}
        for spec in ACTIONS:
            if spec.menu not in menus:
                menus[spec.menu] = bar.addMenu(spec.menu)
                menus[spec.menu].setToolTipsVisible(True)
            if spec.begins_group:
                menus[spec.menu].addSeparator()
            menus[spec.menu].addAction(self[spec.key])
        return menus

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for spec in ACTIONS:
            if spec.icon and spec.key != "play":
                self[spec.key].setIcon(icon(spec.icon, theme.text))


def _make(spec: ActionSpec, owner: QObject) -> QAction:
    action = QAction(spec.text, owner)
    action.setObjectName(spec.key)
    action.setToolTip(spec.tip)
    action.setStatusTip(spec.tip)
    action.setCheckable(spec.is_checkable)
    action.setIconVisibleInMenu(False)
    if spec.button_text:
        action.setIconText(spec.button_text)
    if spec.shortcut:
        action.setShortcut(QKeySequence(spec.shortcut, QKeySequence.SequenceFormat.PortableText))
    return action
