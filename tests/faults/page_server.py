"""A small web server on loopback, whose listings move on when they are told to."""

import http.server
import threading

import pages


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):  # noqa: N802  (the library's name)
        if self.path == "/robots.txt":
            self._answer(200, b"User-agent: *\nDisallow: /private/\n", "text/plain")
            return
        name = self.path.strip("/")
        day = self.server.day
        tag = f'"{name}-{day}"'
        if self.headers.get("If-None-Match") == tag:
            self._answer(304, b"", None, tag)
        else:
            self._answer(200, pages.html(day, name).encode(), "text/html; charset=utf-8", tag)

    def _answer(self, status, body, media_type, tag=None):
        self.send_response(status)
        if media_type:
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
        if tag:
            self.send_header("ETag", tag)
        self.end_headers()
        self.wfile.write(body)

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # who asked was killed

    def log_message(self, *_):
        pass


class PageServer(http.server.ThreadingHTTPServer):
    """Serves /NAME as the listing of that name on `day`. One for each process that runs scenarios."""

    daemon_threads = True
    request_queue_size = 64
    _instance = None

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.day = pages.FIRST_DAY
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.server_address[1]}/{name}"

    @classmethod
    def instance(cls):
        if cls._instance is None:
            cls._instance = cls()
        return cls._instance
