"""The window's side of the engine: a port to it, and a client that speaks for the window."""

from visualnn.ui.engine.client import EngineClient
from visualnn.ui.engine.ports import LocalPort, Port, ProcessPort

__all__ = ["EngineClient", "LocalPort", "Port", "ProcessPort"]
