"""Runs OpenStack Swift (proxy, account, container, object) on free loopback ports.

    python3 swift_launcher.py FOLDER

FOLDER holds swift.conf and a paste configuration of each server; rings and data go there too.
Prints the proxy's port. Ends, and removes FOLDER, as soon as its standard input ends, so that
nothing stays behind however the parent ends. Swift's own programs read /etc/swift/swift.conf,
which would make two runs on one machine share it; hence this launcher.
"""

import ctypes
import logging
import os
import shutil
import signal
import sys

folder = os.path.realpath(sys.argv[1])

# Rings, hashes, limits: everything imported later reads this folder's swift.conf.
from swift.common import utils

utils.set_swift_dir(folder)

from swift.common import constraints

constraints.reload_constraints()

import eventlet
from swift.common import wsgi
from swift.common.ring import RingBuilder
from swift.common.storage_policy import reload_storage_policies

# The configurations name this module: its functions, not a second copy of them.
sys.modules["swift_launcher"] = sys.modules["__main__"]

STORAGE = ("account", "container", "object")
PR_SET_PDEATHSIG = 1


def log_to_stderr(conf, name, log_to_console, log_route, fmt, logger, adapted_logger):
    """Named in the configurations as log_custom_handlers."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s " + name + " %(levelname)s %(message)s"))
    logger.addHandler(handler)


class NoCache:
    """In memcached's place: what one request wrote, the next one sees."""

    def get(self, *_, **__):
        return None

    set = delete = get


def without_cache(global_conf, **settings):
    """The filter of the proxy that gives it its cache."""

    def wrap(app):
        def call(environ, start_response):
            environ["swift.cache"] = NoCache()
            return app(environ, start_response)

        return call

    return wrap


def write_ring(server, port):
    builder = RingBuilder(4, 1, 1)
    builder.add_dev(
        {"id": 0, "region": 1, "zone": 1, "weight": 1, "ip": "127.0.0.1", "port": port,
         "device": "disk", "meta": "", "replication_ip": "127.0.0.1", "replication_port": port}
    )
    builder.rebalance()
    builder.get_ring().save(os.path.join(folder, server + ".ring.gz"))


def serve(server, listener):
    """Serves in a child process, which the kernel ends together with this one."""
    launcher = os.getpid()
    child = os.fork()
    if child:
        listener.close()
        return child
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != launcher:
        os._exit(1)
    path = os.path.join(folder, server + ".conf")
    conf, logger, name = wsgi._initrp(path, server + "-server")
    utils.eventlet_monkey_patch()
    wsgi.run_server(conf, logger, listener, global_conf={"log_name": name})
    os._exit(0)


def stop(*_):
    raise SystemExit(1)


def main():
    children = []
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, stop)
        listeners = {
            server: eventlet.listen(("127.0.0.1", 0), backlog=4096)
            for server in STORAGE + ("proxy",)
        }
        for server in STORAGE:
            write_ring(server, listeners[server].getsockname()[1])
        reload_storage_policies()
        port = listeners["proxy"].getsockname()[1]
        signal.signal(signal.SIGCHLD, stop)
        for server, listener in listeners.items():
            children.append(serve(server, listener))
        print(port, flush=True)
        while os.read(0, 1024):
            continue
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for child in children:
            os.kill(child, signal.SIGKILL)
        for child in children:
            os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
