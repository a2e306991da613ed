"""A network with a delay: a port that leads to another one, where everything arrives later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

_MOST_BYTES = 1 << 16


@asynccontextmanager
async def slow_line(port: int, delay: float) -> AsyncIterator[int]:
    """A port that leads to `port` of this machine, `delay` seconds later in each direction.

    When either end goes, all that is under way is lost, as on a train.
    """

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, onwards = await asyncio.open_connection("localhost", port)
            ways = [
                asyncio.create_task(_carry(reader, onwards, delay)),
                asyncio.create_task(_carry(there, writer, delay)),
            ]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            onwards.transport.abort()
        writer.transport.abort()

    line = await asyncio.start_server(connect, "localhost", 0)
    async with line:
        yield line.sockets[0].getsockname()[1]


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    loop = asyncio.get_running_loop()
    under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
    arriving = asyncio.create_task(_deliver(under_way, writer))
    try:
        with suppress(OSError):
            while chunk := await reader.read(_MOST_BYTES):
                under_way.put_nowait((loop.time() + delay, chunk))
    finally:
        arriving.cancel()


async def _deliver(
    under_way: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
) -> None:
    loop = asyncio.get_running_loop()
    while True:
        due, chunk = await under_way.get()
        await asyncio.sleep(max(0.0, due - loop.time()))
        with suppress(OSError):
            writer.write(chunk)
            await writer.drain()
