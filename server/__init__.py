"""The front door: the ASGI application, its guards, its own routes, and the start."""

from server.start import serve

__all__ = ["serve"]
