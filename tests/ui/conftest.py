"""Windows in tests are drawn off the screen."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
