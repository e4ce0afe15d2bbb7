"""Starts the window: paint first, import and open the store after the first frame."""

from __future__ import annotations

import atexit
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from netzwerkhilfe.paths import Paths, default_data_dir
from netzwerkhilfe.ui.kit import appearance
from netzwerkhilfe.ui.shell import garbage, single
from netzwerkhilfe.ui.shell.outside import Listener
from netzwerkhilfe.ui.shell.window import Window

if TYPE_CHECKING:
    from netzwerkhilfe.ui.shell.shell import Demo


SWITCH = 0.0005
"""Seconds for which work in the background keeps the window waiting each time that Qt gave Python's lock back, which it
does with nearly every call: a tenth of what Python would take (5 ms), or a pane of 60 ms takes half a second."""
STANDS = 4_000
"""Milliseconds after which the first pages are drawn, also on a slow PC."""


def application() -> QApplication:
    """The one application object, speaking German."""
    existing = QApplication.instance()
    if existing is None:
        appearance.before_application()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    app.setApplicationName("Netzwerk Hilfe")
    if existing is None:
        atexit.register(_empty_own_clipboard, app)
    return app


def _empty_own_clipboard(app: QApplication) -> None:
    """Without a screen Qt keeps the clipboard itself and ends it after Python: what Python put there crashes then."""
    if app.platformName() in ("offscreen", "minimal"):
        app.clipboard().clear()


def begin_quickly() -> None:
    """What makes the start shorter; called by the program itself, before most of it is imported."""
    import gc

    sys.setswitchinterval(SWITCH)
    gc.disable()  # nothing that is imported or drawn first is garbage; looked for again by Sweeper
    switches = sys.modules.get("shibokensupport.feature")
    if hasattr(switches, "_mod_uses_pyside"):
        # Qt's switches for Python's spelling are not used here; to find that out PySide6 reads the source of every
        # module that is imported after it, which takes a tenth of a second
        setattr(switches, "_mod_uses_pyside", _no_switches)  # noqa: B010 - the module has no stub


def _no_switches(_module: object) -> bool:
    return False


def finish(app: QApplication) -> None:
    """What can wait until the first frame is painted: German standard buttons, the icon of the window."""
    if not app.property("german"):
        translator = QTranslator(app)
        if translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(translator)
        app.setProperty("german", True)
    from netzwerkhilfe.ui.kit import icons

    app.setWindowIcon(icons.app_icon())


def keep_log(paths: Paths) -> None:
    """The technical log beside the data: tracebacks and times, no personal data."""
    import logging
    from logging.handlers import RotatingFileHandler

    try:
        paths.data.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(paths.log, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("netzwerkhilfe").addHandler(handler)


def open_window(
    paths: Paths, secret: str | None = None, *, demo: Demo | None = None, files: Sequence[Path] = ()
) -> Window:
    """Make and show the window; what is in it and the store follow after the first frame."""
    app = application()
    window = Window(paths, secret, demo=demo, files=files)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import logging

        logging.getLogger(__name__).error("unexpected error", exc_info=(kind, error, trace))
        if window.shell is not None:
            window.shell.tell_error(error)

    sys.excepthook = hook
    window.show()
    QTimer.singleShot(0, window.start)
    QTimer.singleShot(0, lambda: finish(app))
    return window


def main(
    data_dir: Path | None, *, secret: str | None = None, demo: Demo | None = None, files: Sequence[Path] = ()
) -> int:
    """Run the window until it is closed; gives the exit status. ``files`` are opened once the store is open."""
    import os

    paths = Paths(data_dir or default_data_dir())
    running = single.claim(paths)
    if running is None:
        return 0 if single.hand_over(paths, files) else _tell_hanging()
    begin_quickly()
    app = application()
    window = open_window(paths, secret or os.environ.get("NETZWERKHILFE_PASSPHRASE") or None, demo=demo, files=files)
    QTimer.singleShot(STANDS, garbage.Sweeper(window, lambda: window.shell).begin)
    keep_log(paths)
    Listener(window, running)
    status = app.exec()
    window.deleteLater()
    running.close()
    return status


def _tell_hanging() -> int:
    """The window that is open does not answer."""
    from PySide6.QtWidgets import QMessageBox

    application()
    QMessageBox.warning(
        None,
        "Netzwerk Hilfe",
        "Netzwerk Hilfe ist schon geöffnet, antwortet aber nicht. Ihre Daten sind sicher.\n\n"
        "Bitte warten Sie einen Augenblick, oder melden Sie sich am Computer ab und wieder an.",
    )
    return 1
