"""Help, About: what the command prints, in the window."""

from ui.about import components
from ui.main_window import MainWindow


def test_that_the_help_menu_tells_the_version_and_every_library_with_its_licence(window: MainWindow) -> None:
    window.actions_.about.trigger()
    shown = window.guidance.about
    assert shown is not None
    program, *libraries = components()
    assert program.version in shown.title.text()
    assert program.licence in shown.about.text()
    told = shown.libraries.toPlainText()
    assert all(each.name in told and each.version in told for each in libraries)
    shown.close()
