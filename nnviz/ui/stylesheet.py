"""The style sheet: how Qt's widgets look in a theme."""

from PySide6.QtCore import Qt

from nnviz.resources import resource_folder
from nnviz.ui.theme import FONT_FAMILY, Theme

_LINE_HEIGHT = 1.21
"""Of the font, in its size."""
_WHOLE_WORDS = Qt.TextElideMode.ElideNone.value
"""Tabs that do not fit are scrolled to."""


def stylesheet(theme: Theme) -> str:
    """Qt style sheet of a window, and of all that opens over it."""
    return "\n".join(
        (_base(theme), _buttons(theme), _fields(theme), _sliders(theme), _frames(theme), _about(theme), _menus(theme))
    )


def _base(theme: Theme) -> str:
    px = theme.px
    figure = px(24 if theme.presents else 18)
    return f"""
* {{ font-family: "{FONT_FAMILY}", sans-serif; font-size: {px(13)}px; }}
QMainWindow, QDialog, QMessageBox {{ background: {theme.window}; }}
QDialogButtonBox, QMessageBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QDialog#gallery {{ background: {theme.card}; border: 1px solid {theme.border}; }}
QDialog#gallery QListView {{ background: transparent; outline: none; }}
QLabel {{ background: transparent; color: {theme.text}; }}
QLabel[role="muted"] {{ color: {theme.muted}; font-size: {px(12)}px; }}
QLabel[role="small"] {{ color: {theme.muted}; font-size: {px(11)}px; }}
QLabel[role="title"] {{ font-weight: 600; }}
QLabel[role="figure"] {{ font-size: {figure}px; font-weight: 600; }}
QLabel[role="good-figure"] {{ font-size: {figure}px; font-weight: 600; color: {theme.good}; }}
QLabel[role="warning"] {{ color: {theme.warning}; background: {theme.warning_soft}; font-size: {px(11)}px;
    border-radius: {px(5)}px; padding: {px(4)}px {px(6)}px; }}
QToolTip, QFrame#findings {{ color: {theme.text}; background: {theme.card}; border: 1px solid {theme.border};
    padding: {px(4)}px {px(6)}px; }}
QStatusBar {{ background: {theme.card}; border-top: 1px solid {theme.border}; color: {theme.muted}; }}
QStatusBar::item {{ border: none; }}
QStatusBar QLabel {{ color: {theme.muted}; font-size: {px(12)}px; padding: {px(2)}px {px(8)}px; }}
QMainWindow::separator {{ background: transparent; width: {px(8)}px; height: {px(8)}px; }}
QMainWindow::separator:hover {{ background: {theme.border}; }}
"""


def _buttons(theme: Theme) -> str:
    px = theme.px
    # Half of its height, and never more: Qt draws a corner that is rounder than that with no rounding at all.
    round_end = int(_LINE_HEIGHT * px(12) / 2) + px(2) + 2
    return f"""
QPushButton {{ background: {theme.field}; color: {theme.text}; border: 1px solid {theme.border};
    border-radius: {px(7)}px; padding: {px(5)}px {px(11)}px;
    qproperty-iconSize: {px(15)}px {px(15)}px; }}
QPushButton:hover {{ background: {theme.hover}; }}
QPushButton:pressed {{ background: {theme.border}; }}
QPushButton:disabled {{ color: {theme.muted}; background: {theme.field}; }}
QPushButton:focus, QToolButton:focus {{ border: 1px solid {theme.accent}; }}
QPushButton[primary="true"], QPushButton:default {{ background: {theme.accent}; color: {theme.on_accent};
    border: 1px solid {theme.accent}; font-weight: 600; }}
QPushButton:default:disabled {{ color: {theme.muted}; background: {theme.field}; border: 1px solid {theme.border}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {theme.text}; }}
QToolButton {{ background: transparent; color: {theme.muted}; border: 1px solid transparent;
    border-radius: {px(5)}px; padding: {px(2)}px; qproperty-iconSize: {px(15)}px {px(15)}px; }}
QToolButton[grip="true"] {{ padding: 0; }}
QToolButton:hover {{ background: {theme.hover}; }}
QToolButton[finding="true"] {{ color: {theme.warning}; font-size: {px(12)}px; }}
QToolButton[finding="true"]:focus {{ border: 1px solid {theme.accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[chip="true"] {{ border: 1px solid {theme.border}; border-radius: {round_end}px;
    padding: {px(2)}px {px(9)}px; font-size: {px(12)}px; color: {theme.muted}; }}
QToolButton[chip="true"]:checked {{ background: {theme.accent_soft}; border: 1px solid {theme.accent};
    color: {theme.accent}; }}
QToolButton[swatch="true"] {{ padding: {px(3)}px; }}
QToolButton[swatch="true"]:checked {{ background: {theme.accent_soft}; border: 1px solid {theme.accent}; }}
QToolButton[swatch="true"]:focus {{ border: 2px solid {theme.accent}; }}
QToolButton[chip="true"]:focus {{ border: 2px solid {theme.accent}; }}
QToolButton[chip="true"]:disabled {{ background: {theme.field}; border: 1px dashed {theme.border};
    color: {theme.muted}; }}
"""


def _fields(theme: Theme) -> str:
    px = theme.px
    arrow, check = (
        (resource_folder() / "icons" / f"{name}-{'dark' if theme.is_dark else 'light'}.svg").as_posix()
        for name in ("chevron", "check")
    )
    return f"""
QLineEdit, QComboBox {{ background: {theme.field}; color: {theme.text}; border: 1px solid {theme.border};
    border-radius: {px(5)}px; padding: {px(2)}px {px(6)}px; min-height: {px(18)}px;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}
QLineEdit:focus, QComboBox:focus {{ border: 1px solid {theme.accent}; }}
QLineEdit:disabled, QComboBox:disabled {{ color: {theme.muted}; background: {theme.card}; }}
QLineEdit[refused="true"] {{ border: 1px solid {theme.bad}; color: {theme.bad}; }}
QLineEdit[bare="true"] {{ background: transparent; border: 1px solid transparent; font-weight: 600;
    padding: {px(2)}px {px(3)}px; }}
QLineEdit[bare="true"]:hover {{ border: 1px solid {theme.border}; }}
QLineEdit[bare="true"]:focus {{ border: 1px solid {theme.accent}; background: {theme.field}; }}
QCheckBox {{ color: {theme.muted}; font-size: {px(12)}px; spacing: {px(6)}px; }}
QCheckBox::indicator {{ width: {px(13)}px; height: {px(13)}px; border: 1px solid {theme.muted};
    border-radius: {px(3)}px; background: {theme.field}; }}
QCheckBox::indicator:checked {{ background: {theme.accent}; border: 1px solid {theme.accent}; image: url("{check}"); }}
QCheckBox::indicator:focus {{ border: 2px solid {theme.accent}; width: {px(13) - 2}px; height: {px(13) - 2}px; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {theme.text}; }}
QComboBox::drop-down {{ border: none; width: {px(22)}px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: {px(10)}px; height: {px(10)}px; }}
QComboBox QAbstractItemView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};
    selection-background-color: {theme.accent_soft}; selection-color: {theme.text}; outline: none; }}
"""


def _sliders(theme: Theme) -> str:
    px = theme.px
    return f"""
QSlider {{ min-height: {px(20)}px; background: transparent; }}
QSlider::groove:horizontal {{ height: {px(4)}px; background: {theme.border}; border-radius: {px(2)}px; }}
QSlider::sub-page:horizontal {{ height: {px(4)}px; background: {theme.accent}; border-radius: {px(2)}px; }}
QSlider::handle:horizontal {{ width: {px(12)}px; height: {px(12)}px; margin: -{px(6)}px 0;
    background: {theme.card}; border: 2px solid {theme.accent}; border-radius: {px(12) // 2 + 2}px; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {theme.accent_soft}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {theme.text}; }}
QSlider::sub-page:horizontal:disabled {{ background: {theme.border}; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
QScrollBar::handle {{ background: {theme.border}; border-radius: {px(4)}px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: {px(28)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(28)}px; }}
QScrollBar::handle:hover {{ background: {theme.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea {{ background: transparent; border: none; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget#column {{ background: transparent; }}
"""


def _frames(theme: Theme) -> str:
    px = theme.px
    return f"""
QFrame#card {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: {px(9)}px; }}
QFrame#cluster {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: {px(7)}px; }}
QFrame#dropLine {{ background: {theme.accent}; }}
QTableView {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border};
    gridline-color: {theme.border}; selection-background-color: {theme.accent_soft}; selection-color: {theme.text}; }}
QTableView:focus {{ border: 1px solid {theme.accent}; }}
QTableView QLineEdit {{ border-radius: 0; padding: 0 {px(3)}px; }}
QTableView#preview::item, QTableView#mistakes::item {{ padding: 0 {px(6)}px; }}
QTableView#mistakes {{ outline: none; }}
QTableView#mistakes QHeaderView::up-arrow, QTableView#mistakes QHeaderView::down-arrow {{ image: none; width: 0; }}
QHeaderView {{ background: {theme.card}; }}
QHeaderView::section {{ background: {theme.field}; color: {theme.muted}; border: none; padding: 0 {px(6)}px; }}
QTableCornerButton::section {{ background: {theme.field}; border: none; }}
QProgressBar {{ background: {theme.border}; border: none; border-radius: {px(3)}px; max-height: {px(6)}px; }}
QProgressBar::chunk {{ background: {theme.accent}; border-radius: {px(3)}px; }}
QWidget#dockHeader {{ background: {theme.card}; border: 1px solid {theme.border}; border-bottom: none;
    border-top-left-radius: {px(9)}px; border-top-right-radius: {px(9)}px; }}
QWidget#dockBody {{ background: {theme.card}; border: 1px solid {theme.border}; border-top: none;
    border-bottom-left-radius: {px(9)}px; border-bottom-right-radius: {px(9)}px; }}
QMainWindow > QTabBar {{ background: transparent; qproperty-drawBase: 0; qproperty-elideMode: {_WHOLE_WORDS};
    qproperty-usesScrollButtons: true; }}
QMainWindow > QTabBar::tab {{ background: transparent; color: {theme.muted}; border: none;
    border-bottom: {px(2)}px solid transparent; padding: {px(3)}px 3px;
    margin: 0 4px {px(3)}px 4px; }}
QMainWindow > QTabBar::tab:selected {{ color: {theme.text}; font-weight: 600;
    border-bottom: {px(2)}px solid {theme.accent}; }}
QMainWindow > QTabBar::tab:hover {{ color: {theme.text}; }}
QFrame#caption {{ background: {theme.card}; border: 1px solid {theme.border}; border-radius: {px(7)}px; }}
QWidget#runBar {{ background: {theme.card}; border-bottom: 1px solid {theme.border}; }}
QFrame#toast {{ background: {theme.text}; border: 1px solid {theme.text}; border-radius: {px(8)}px; }}
QFrame#toast QLabel {{ color: {theme.card}; }}
QFrame#toast[kind="warning"] {{ background: {theme.warning_soft}; border: 1px solid {theme.warning}; }}
QFrame#toast[kind="warning"] QLabel {{ color: {theme.warning}; }}
"""


def _about(theme: Theme) -> str:
    px = theme.px
    return f"""
QDialog#about QPlainTextEdit, QDialog#about QListWidget {{ background: {theme.card}; color: {theme.text};
    border: 1px solid {theme.border}; border-radius: {px(7)}px; padding: {px(6)}px; outline: none;
    selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}
QDialog#about QPlainTextEdit:focus, QDialog#about QListWidget:focus {{ border: 1px solid {theme.accent}; }}
QDialog#about QPlainTextEdit#licence {{ font-size: {px(12)}px; }}
QDialog#about QListWidget::item {{ padding: {px(4)}px {px(6)}px; border-radius: {px(5)}px; color: {theme.text}; }}
QDialog#about QListWidget::item:hover {{ background: {theme.hover}; }}
QDialog#about QListWidget::item:selected {{ background: {theme.accent_soft}; color: {theme.text}; }}
QDialog#about QTabWidget::pane {{ border: none; border-top: 1px solid {theme.border}; }}
QDialog#about QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QDialog#about QTabBar::tab {{ background: transparent; color: {theme.muted}; border: none;
    border-bottom: {px(2)}px solid transparent; padding: {px(4)}px {px(4)}px; margin-right: {px(14)}px; }}
QDialog#about QTabBar::tab:selected {{ color: {theme.text}; border-bottom: {px(2)}px solid {theme.accent}; }}
QDialog#about QTabBar::tab:hover, QDialog#about QTabBar::tab:focus {{ color: {theme.accent}; }}
"""


def _menus(theme: Theme) -> str:
    px = theme.px
    return f"""
QMenuBar {{ background: {theme.card}; color: {theme.text}; padding: {px(2)}px {px(6)}px;
    border-bottom: 1px solid {theme.border}; }}
QMenuBar::item {{ padding: {px(4)}px {px(9)}px; border-radius: {px(5)}px; background: transparent; }}
QMenuBar::item:selected {{ background: {theme.hover}; }}
QMenu {{ background: {theme.card}; color: {theme.text}; border: 1px solid {theme.border}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(5)}px {px(26)}px {px(5)}px {px(22)}px; border-radius: {px(5)}px; }}
QMenu::item:selected {{ background: {theme.accent_soft}; color: {theme.text}; }}
QMenu::item:disabled {{ color: {theme.muted}; }}
QMenu::separator {{ height: 1px; background: {theme.border}; margin: {px(4)}px {px(8)}px; }}
"""
