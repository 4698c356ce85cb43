#!/usr/bin/env python3
"""A web server on this machine alone that behaves as badly as the web does, for hostile_server_test.cpp.

usage: hostile_server.py [--port N] [--port-file FILE] [--tls CERTIFICATE KEY] [--v6]
       hostile_server.py --list               every scenario, one a line: its path, and what it does
       hostile_server.py --make-cert FOLDER   makes good.pem and wronghost.pem, with a .key each (openssl)

It binds 127.0.0.1 (or ::1) and connects to nobody: addresses such as 169.254.169.254 stand only in what it
sends. Once it listens, its port is in the port file. It ends after --lifetime seconds, and lets no answer
last longer than --max-response seconds.

/_log is what was asked for, one JSON object a line (method, target, headers); /_reset empties it and sets all
counters to 0. Most scenarios that count take ?id=NAME, for a counter of their own.
"""
import argparse, gzip, hashlib, json, os, socket, ssl, struct, subprocess, sys, threading, time, urllib.parse, zlib

S = {}
def path(p, desc):
    def deco(f): S[p] = (desc, f); return f
    return deco
LOCK = threading.Lock(); BOMBS = threading.Lock(); LOG = []; COUNT = {}; OPT = None

def hit(key):
    with LOCK:
        COUNT[key] = COUNT.get(key, 0) + 1; return COUNT[key]

PAGE = ('<!DOCTYPE html><html><head><meta charset=utf-8><title>Listing</title></head><body><ul>'
        + ''.join('<li class=e><a href="/item/%d">Entry %d of a listing, with words enough for a headline</a></li>' % (i, i) for i in range(50)) + '</ul></body></html>').encode()

class Gone(Exception): pass
class Ctx:
    """one request: q (dict), h (headers, lower case), send raw bytes, bounded in time"""
    def __init__(self, sock, method, target, q, h):
        self.s, self.method, self.target, self.q, self.h = sock, method, target, q, h
        self.end = time.monotonic() + OPT.max_response
        self.sent = 0
    def n(self, k, d): return int(self.q.get(k, d))
    def f(self, k, d): return float(self.q.get(k, d))
    def raw(self, b):
        if time.monotonic() > self.end: raise Gone()
        self.s.settimeout(max(.05, self.end - time.monotonic()))
        try: self.s.sendall(b); self.sent += len(b)
        except (OSError, ssl.SSLError): raise Gone()
    def sleep(self, t):
        t = min(t, self.end - time.monotonic())
        if t <= 0: raise Gone()
        time.sleep(t)
    def head(self, code=200, reason='OK', *hs, ct='text/html; charset=utf-8', cl=None, close=True):
        o = ['HTTP/1.1 %d %s' % (code, reason)]
        if ct: o.append('Content-Type: ' + ct)
        if cl is not None: o.append('Content-Length: %s' % cl)
        if close: o.append('Connection: close')
        o += list(hs)
        self.raw(('\r\n'.join(o) + '\r\n\r\n').encode('latin-1'))
    def reply(self, body=b'', code=200, reason='OK', *hs, ct='text/html; charset=utf-8'):
        self.head(code, reason, *hs, ct=ct, cl=len(body))
        if self.method != 'HEAD': self.raw(body)
    def redirect(self, loc, code=302): self.reply(b'moved', code, 'Found', 'Location: ' + loc)
    def chunk(self, b): self.raw(b'%x\r\n' % len(b) + b + b'\r\n')

# ---- well behaved ---------------------------------------------------------------------------
@path('/ok', 'a plain listing page')
def _(c): c.reply(PAGE)
@path('/etag', 'ETag and Last-Modified; 304 on If-None-Match / If-Modified-Since; ?change=N new content every N requests')
def _(c):
    k = hit('etag' + c.q.get('id', '')); gen = (k - 1) // c.n('change', 1 << 30)
    body = PAGE.replace(b'Entry 0 of', b'Entry 0, generation %d, of' % gen); tag = '"%s"' % hashlib.sha1(body).hexdigest()[:16]
    lm = 'Mon, 01 Jan 2024 00:00:%02d GMT' % (gen % 60)
    if tag in c.h.get('if-none-match', '') or (not c.h.get('if-none-match') and c.h.get('if-modified-since') == lm):
        c.head(304, 'Not Modified', 'ETag: ' + tag, ct=None)
    else: c.reply(body, 200, 'OK', 'ETag: ' + tag, 'Last-Modified: ' + lm)
@path('/etag-liar', '304 although no validator was sent (nothing to keep)')
def _(c): c.head(304, 'Not Modified', 'ETag: "x"', ct=None)
@path('/etag-evil', 'ETag with control characters and 20 kB long: must not break the next request or a log')
def _(c): c.reply(PAGE, 200, 'OK', 'ETag: "' + 'e' * 20000 + '\x1b[2J"')
@path('/etag-same-new-body', 'the same ETag for a body that changes each time')
def _(c): c.reply(PAGE + b'<!-- %d -->' % hit('esnb'), 200, 'OK', 'ETag: "same"')
# ---- status and retry -----------------------------------------------------------------------
@path('/status', '?code=N any status with a body')
def _(c): c.reply(b'<p>status page, must not be archived as a listing</p>', c.n('code', 500), 'X')
@path('/retry-after', '429 or 503 (?code=) with Retry-After ?after=SECONDS or a date; 200 after ?ok=N requests')
def _(c):
    if hit('ra' + c.q.get('id', '')) >= c.n('ok', 1 << 30): return c.reply(PAGE)
    c.reply(b'slow down', c.n('code', 429), 'Too Many', 'Retry-After: ' + c.q.get('after', '2'))
@path('/retry-after-huge', 'Retry-After of 10^12 seconds: must be capped')
def _(c): c.reply(b'', 503, 'X', 'Retry-After: 1000000000000')
@path('/retry-after-bad', 'Retry-After that is neither a number nor a date')
def _(c): c.reply(b'', 503, 'X', 'Retry-After: -1; soon\x1b[31m')
@path('/flaky', 'fails (500, reset, truncated by turns) until request ?ok=N')
def _(c):
    k = hit('flaky' + c.q.get('id', ''))
    if k >= c.n('ok', 4): return c.reply(PAGE)
    if k % 3 == 1: return c.reply(b'', 500, 'X')
    if k % 3 == 2: return reset(c)
    c.head(200, 'OK', cl=len(PAGE)); c.raw(PAGE[:100])
@path('/empty', '200 with an empty body')
def _(c): c.reply(b'')
@path('/204', '204 No Content')
def _(c): c.head(204, 'No Content', ct=None)
@path('/206', '206 although no Range was asked')
def _(c): c.reply(PAGE[:100], 206, 'Partial', 'Content-Range: bytes 0-99/%d' % len(PAGE))
@path('/login', '200 with a login page in place of the listing (soft error)')
def _(c): c.reply(b'<form><input type=password></form>')
# ---- broken bodies --------------------------------------------------------------------------
@path('/truncated', 'Content-Length is bigger than the body; closes early')
def _(c): c.head(200, 'OK', cl=len(PAGE) + c.n('missing', 1000)); c.raw(PAGE)
@path('/longer', 'the body is longer than Content-Length')
def _(c): c.head(200, 'OK', cl=100); c.raw(PAGE)
@path('/cl-negative', 'Content-Length: -1')
def _(c): c.head(200, 'OK', cl='-1'); c.raw(PAGE)
@path('/cl-huge', 'Content-Length: 2^63 - 1, then a normal body')
def _(c): c.head(200, 'OK', cl=2**63 - 1); c.raw(PAGE)
@path('/cl-overflow', 'Content-Length: 10^30')
def _(c): c.head(200, 'OK', cl=10**30); c.raw(PAGE)
@path('/cl-two', 'two different Content-Length headers')
def _(c): c.head(200, 'OK', 'Content-Length: 5', cl=len(PAGE)); c.raw(PAGE)
@path('/cl-lie-small-gzip', 'a gzip bomb behind a small, true Content-Length')
def _(c): bomb(c, c.n('mb', 64), 1)
@path('/no-cl', 'no Content-Length: the close ends the body (a cut cannot be told from the end)')
def _(c): c.head(200, 'OK'); c.raw(PAGE)
@path('/chunked', 'good chunked coding')
def _(c):
    c.head(200, 'OK', 'Transfer-Encoding: chunked')
    for i in range(0, len(PAGE), 100): c.chunk(PAGE[i:i + 100])
    c.raw(b'0\r\n\r\n')
@path('/chunked-cut', 'chunked, cut before the last chunk')
def _(c): c.head(200, 'OK', 'Transfer-Encoding: chunked'); c.chunk(PAGE[:500])
@path('/chunked-bad', 'chunk size that is not a number')
def _(c): c.head(200, 'OK', 'Transfer-Encoding: chunked'); c.chunk(PAGE[:500]); c.raw(b'zz\r\nxx\r\n')
@path('/chunked-huge', 'chunk size ffffffffffffffff')
def _(c): c.head(200, 'OK', 'Transfer-Encoding: chunked'); c.raw(b'ffffffffffffffff\r\n' + PAGE)
@path('/chunked-ext', 'chunk extensions without end')
def _(c):
    c.head(200, 'OK', 'Transfer-Encoding: chunked'); c.raw(b'5;')
    for i in range(c.n('kb', 4096)): c.raw(b'x' * 1024)
@path('/chunked-trailers', 'chunked with very many trailers')
def _(c):
    c.head(200, 'OK', 'Transfer-Encoding: chunked'); c.chunk(PAGE); c.raw(b'0\r\n')
    for i in range(c.n('n', 20000)): c.raw(b'X-T%d: y\r\n' % i)
    c.raw(b'\r\n')
def reset(c):
    c.s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.s.close(); raise Gone()
@path('/reset', 'TCP reset before any byte')
def _(c): reset(c)
@path('/reset-mid', 'TCP reset in the middle of the body')
def _(c): c.head(200, 'OK', cl=len(PAGE)); c.raw(PAGE[:len(PAGE) // 2]); time.sleep(.05); reset(c)
@path('/close', 'closes before any byte')
def _(c): raise Gone()
@path('/garbage', 'not HTTP at all')
def _(c): c.raw(b'\x16\x03\x01' + bytes(range(256)) * 4)
@path('/http09', 'HTTP/0.9: a body without a status line')
def _(c): c.raw(PAGE)
# ---- slow -----------------------------------------------------------------------------------
@path('/slow-head', 'one header byte each ?every=SECONDS')
def _(c):
    for ch in b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n' + b'X: ' + b'y' * 100000: c.raw(bytes([ch])); c.sleep(c.f('every', .5))
@path('/slow-body', 'slow loris: ?bytes=1 body bytes each ?every=0.5 s, ?total=100000 bytes')
def _(c):
    t = c.n('total', 100000); c.head(200, 'OK', cl=t); k = c.n('bytes', 1); i = 0
    while i < t: c.raw((PAGE * (t // len(PAGE) + 1))[i:i + k]); i += k; c.sleep(c.f('every', .5))
@path('/hang', 'reads the request and never answers')
def _(c):
    while True: c.sleep(1)
@path('/hang-mid', 'half of the body, then nothing')
def _(c):
    c.head(200, 'OK', cl=len(PAGE)); c.raw(PAGE[:len(PAGE) // 2])
    while True: c.sleep(1)
@path('/endless', 'a body without end, no Content-Length (?mbps=)')
def _(c):
    c.head(200, 'OK'); b = b'<li>x</li>' * 6554; m = c.f('mbps', 0)
    while True:
        c.raw(b)
        if m: c.sleep(len(b) / (m * 1e6))
@path('/endless-chunked', 'chunks without end')
def _(c):
    c.head(200, 'OK', 'Transfer-Encoding: chunked'); b = b'<li>x</li>' * 6554
    while True: c.chunk(b)
@path('/100-continue-flood', '100 Continue again and again')
def _(c):
    while True: c.raw(b'HTTP/1.1 100 Continue\r\n\r\n' * 100)
# ---- big and bombs --------------------------------------------------------------------------
@path('/big', '?mb=N of true body with Content-Length')
def _(c):
    n = c.n('mb', 100) << 20; c.head(200, 'OK', cl=n); b = b'<li>x</li>\n' * 5958
    while n > 0: c.raw(b[:min(n, len(b))]); n -= len(b)
_bombs = {}
def gz_of_blanks(mb, layers, wb):
    """So many MiB of blanks, packed. What one MiB packs to comes again and again: packing them all would take too long."""
    k = (mb, layers, wb)
    with BOMBS:
        if k not in _bombs:
            z = zlib.compressobj(9, zlib.DEFLATED, -15); blanks = b' ' * (1 << 20); check = zlib.adler32 if wb == 15 else zlib.crc32
            one = z.compress(blanks) + z.flush(zlib.Z_FULL_FLUSH); total = check(b'')
            for _ in range(mb): total = check(blanks, total)
            d = one * mb + z.flush()
            if wb == 15: d = b'\x78\xda' + d + struct.pack('>I', total)
            else: d = b'\x1f\x8b\x08\0\0\0\0\0\x02\xff' + d + struct.pack('<II', total, mb << 20 & 0xffffffff)
            for _ in range(layers - 1):
                z = zlib.compressobj(9, zlib.DEFLATED, wb); d = z.compress(d) + z.flush()
            _bombs[k] = d
        return _bombs[k]
def bomb(c, mb, layers, enc='gzip', wb=31):
    d = gz_of_blanks(min(mb, 16384), layers, wb)
    c.head(200, 'OK', 'Content-Encoding: ' + ', '.join([enc] * layers), cl=len(d)); c.raw(d)
@path('/gzip', 'good gzip')
def _(c): d = gzip.compress(PAGE); c.head(200, 'OK', 'Content-Encoding: gzip', cl=len(d)); c.raw(d)
@path('/gzip-bomb', 'gzip bomb, ?mb=256 decoded (about 1:1000)')
def _(c): bomb(c, c.n('mb', 256), 1)
@path('/gzip-bomb2', 'gzip of gzip bomb, Content-Encoding: gzip, gzip (about 1:100000)')
def _(c): bomb(c, c.n('mb', 256), 2)
@path('/deflate-bomb', 'deflate (zlib) bomb')
def _(c): bomb(c, c.n('mb', 256), 1, 'deflate', 15)
@path('/gz-file-bomb', 'a .gz file (Content-Type application/gzip, no Content-Encoding) that is a bomb')
def _(c): d = gz_of_blanks(c.n('mb', 256), 1, 31); c.reply(d, 200, 'OK', ct='application/gzip')
@path('/gzip-cut', 'gzip cut in the middle; Content-Length is true')
def _(c): d = gzip.compress(PAGE); d = d[:len(d) // 2]; c.head(200, 'OK', 'Content-Encoding: gzip', cl=len(d)); c.raw(d)
@path('/gzip-crc', 'gzip with a wrong CRC')
def _(c):
    d = bytearray(gzip.compress(PAGE)); d[-8] ^= 1; c.head(200, 'OK', 'Content-Encoding: gzip', cl=len(d)); c.raw(bytes(d))
@path('/gzip-trailing', 'gzip, then garbage')
def _(c): d = gzip.compress(PAGE) + b'garbage' * 100; c.head(200, 'OK', 'Content-Encoding: gzip', cl=len(d)); c.raw(d)
@path('/gzip-not', 'says gzip, is not')
def _(c): c.head(200, 'OK', 'Content-Encoding: gzip', cl=len(PAGE)); c.raw(PAGE)
@path('/encoding-unknown', 'Content-Encoding: x-none-such')
def _(c): c.head(200, 'OK', 'Content-Encoding: x-none-such', cl=len(PAGE)); c.raw(PAGE)
@path('/encoding-lines', 'two codings, each in a Content-Encoding header of its own')
def _(c): d = gzip.compress(zlib.compress(PAGE)); c.head(200, 'OK', 'Content-Encoding: deflate', 'Content-Encoding: gzip', cl=len(d)); c.raw(d)
@path('/encoding-many', '?n=100 codings in Content-Encoding')
def _(c): c.head(200, 'OK', 'Content-Encoding: ' + ', '.join(['gzip'] * c.n('n', 100)), cl=len(PAGE)); c.raw(PAGE)
@path('/headers-many', '?n=20000 headers')
def _(c):
    c.raw(b'HTTP/1.1 200 OK\r\n')
    for i in range(c.n('n', 20000)): c.raw(b'X-H%d: v\r\n' % i)
    c.raw(b'Content-Length: 2\r\n\r\nok')
@path('/header-long', 'one header of ?kb=2048 kB')
def _(c): c.raw(b'HTTP/1.1 200 OK\r\nX-Long: ' + b'y' * (c.n('kb', 2048) << 10) + b'\r\nContent-Length: 2\r\n\r\nok')
@path('/headers-endless', 'headers without end')
def _(c):
    c.raw(b'HTTP/1.1 200 OK\r\n')
    while True: c.raw(b'X-Y: ' + b'z' * 1000 + b'\r\n')
@path('/cookies-many', 'very many Set-Cookie headers')
def _(c): c.reply(PAGE, 200, 'OK', *['Set-Cookie: c%d=%s' % (i, 'v' * 200) for i in range(300)])
@path('/header-nul', 'NUL and escape bytes in header values')
def _(c): c.raw(b'HTTP/1.1 200 OK\r\nServer: a\x00b\x1b]0;t\x07\r\nContent-Length: 2\r\n\r\nok')
@path('/header-crlf-fold', 'obsolete folded headers')
def _(c): c.raw(b'HTTP/1.1 200 OK\r\nX-A: 1\r\n  2\r\n\t3\r\nContent-Length: 2\r\n\r\nok')
# ---- redirects ------------------------------------------------------------------------------
@path('/redir', '?to=URL any Location; ?code=302')
def _(c): c.redirect(c.q.get('to', '/ok'), c.n('code', 302))
@path('/redir-loop', 'to itself')
def _(c): c.redirect('/redir-loop')
@path('/redir-loop2', 'A to B to A')
def _(c): c.redirect('/redir-loop2?x=%d' % (1 - c.n('x', 0)))
@path('/redir-chain', '?n=N hops, then /ok')
def _(c): n = c.n('n', 50); c.redirect('/ok' if n <= 0 else '/redir-chain?n=%d' % (n - 1))
@path('/redir-grow', 'each hop makes the URL longer')
def _(c): c.redirect('/redir-grow?x=' + c.q.get('x', 'a') * 2)
EVIL = {'file': 'file:///etc/passwd', 'file-host': 'file://localhost/etc/passwd', 'meta': 'http://169.254.169.254/latest/meta-data/', 'meta6': 'http://[fe80::a9fe:a9fe]/', 'loop': 'http://127.0.0.1:9/', 'loop-dec': 'http://2130706433:9/', 'loop-oct': 'http://0177.0.0.1:9/', 'loop-hex': 'http://0x7f000001:9/', 'loop-short': 'http://127.1:9/', 'zero': 'http://0.0.0.0:9/', 'loop6': 'http://[::1]:9/', 'mapped': 'http://[::ffff:127.0.0.1]:9/', 'nat64': 'http://[64:ff9b::7f00:1]:9/', 'localhost': 'http://localhost:9/', 'private': 'http://10.0.0.1/', 'private2': 'http://192.168.0.1/', 'private3': 'http://172.16.0.1/', 'cgnat': 'http://100.64.0.1/', 'gopher': 'gopher://127.0.0.1:9/_x', 'dict': 'dict://127.0.0.1:9/x', 'ftp': 'ftp://127.0.0.1:9/x', 'smb': 'smb://127.0.0.1/x', 'scp': 'scp://127.0.0.1/x', 'ldap': 'ldap://127.0.0.1/x', 'telnet': 'telnet://127.0.0.1:9/', 'mailto': 'mailto:a@example.invalid', 'data': 'data:text/html,<p>x</p>', 'javascript': 'javascript:alert(1)', 'user': 'http://user:secret@127.0.0.1:9/', 'crlf': 'http://127.0.0.1:9/%0d%0aX-Injected:%201', 'space': 'http://127.0.0.1:9/a b', 'nul': 'http://127.0.0.1:9/%00', 'empty': '', 'noscheme': '//127.0.0.1:9/x', 'backslash': 'http:\\\\127.0.0.1:9\\x', 'at': 'http://example.invalid@127.0.0.1:9/', 'hash-at': 'http://127.0.0.1:9#@example.invalid/', 'badport': 'http://127.0.0.1:99999/', 'idn': 'http://ex\u00e4mple.invalid/'}
@path('/redir-evil', '?to=NAME, NAME one of: ' + ' '.join(EVIL))
def _(c):
    loc = EVIL.get(c.q.get('to', 'file'), 'file:///etc/passwd').encode()
    c.raw(b'HTTP/1.1 302 Found\r\nConnection: close\r\nContent-Length: 0\r\nLocation: ' + loc + b'\r\n\r\n')
@path('/redir-auth', 'to another port of this host: Authorization and Cookie must not follow')
def _(c): c.redirect('http://localhost:%d/_echo' % OPT.real_port)
@path('/redir-told', 'to ?to=/ok with the Authorization header it was sent in the query')
def _(c): c.redirect(c.q.get('to', '/ok') + '?told=' + urllib.parse.quote(c.h.get('authorization', '')))
@path('/etag-told', 'the Authorization header it was sent as ETag and in a Link header')
def _(c): t = c.h.get('authorization', '').replace(' ', '-'); c.reply(PAGE, 200, 'OK', 'ETag: "%s"' % t, 'Link: </%s>; rel=next' % t)
@path('/redir-no-location', '302 without Location')
def _(c): c.reply(b'', 302, 'Found')
@path('/redir-refresh', 'meta refresh and a Refresh header to file: (must not be followed)')
def _(c): c.reply(b'<meta http-equiv=refresh content="0;url=file:///etc/passwd">', 200, 'OK', 'Refresh: 0;url=file:///etc/passwd')
@path('/_echo', 'the request headers seen, as JSON')
def _(c): c.reply(json.dumps(c.h).encode(), 200, 'OK', ct='application/json')
@path('/auth', '401 with Basic: must not make ~/.netrc credentials leak')
def _(c):
    if c.h.get('authorization'): c.reply(b'AUTHORIZATION WAS SENT')
    else: c.reply(b'', 401, 'X', 'WWW-Authenticate: Basic realm="x"', 'WWW-Authenticate: Negotiate')
@path('/alt-svc', 'Alt-Svc and HSTS headers (must not be stored or used)')
def _(c): c.reply(PAGE, 200, 'OK', 'Alt-Svc: h3="127.0.0.1:9"; ma=99999', 'Strict-Transport-Security: max-age=99999')
@path('/upgrade', 'unasked 101 Switching Protocols')
def _(c): c.raw(b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n' + PAGE)
# ---- types and charsets ---------------------------------------------------------------------
def cs(c, ct, body, *hs): c.reply(body, 200, 'OK', *hs, ct=ct)
T = 'caf\u00e9 \u20ac \u4e2d\u6587'
@path('/cs-latin1-as-utf8', 'header says utf-8, bytes are latin-1')
def _(c): cs(c, 'text/html; charset=utf-8', '<title>caf\u00e9</title><li><a href=/a>caf\u00e9</a>'.encode('latin-1'))
@path('/cs-utf8-as-latin1', 'header says iso-8859-1, bytes and meta are utf-8')
def _(c): cs(c, 'text/html; charset=iso-8859-1', ('<meta charset=utf-8><title>%s</title>' % T).encode())
@path('/cs-unknown', 'charset=x-none-such')
def _(c): cs(c, 'text/html; charset=x-none-such', PAGE)
@path('/cs-utf7', 'charset=utf-7 (must not be decoded as such)')
def _(c): cs(c, 'text/html; charset=utf-7', b'+ADw-script+AD4-alert(1)+ADw-/script+AD4-')
@path('/cs-utf16', 'utf-16 with a byte order mark, no charset in the header')
def _(c): cs(c, 'text/html', ('\ufeff<title>%s</title><li><a href=/a>%s</a>' % (T, T)).encode('utf-16-le'))
@path('/cs-sjis', 'shift_jis, said only in the meta element')
def _(c): cs(c, 'text/html', '<meta charset=shift_jis><title>\u65e5\u672c\u8a9e</title>'.encode('shift_jis'))
@path('/cs-long', 'a charset name of 100 kB')
def _(c): cs(c, 'text/html; charset=' + 'x' * 60000, PAGE)
@path('/type-none', 'no Content-Type')
def _(c): c.reply(PAGE, ct=None)
@path('/type-image', 'HTML sent as image/png')
def _(c): cs(c, 'image/png', PAGE)
@path('/type-png', 'a PNG sent as text/html')
def _(c): cs(c, 'text/html', b'\x89PNG\r\n\x1a\n' + bytes(range(256)) * 64)
@path('/type-path', 'Content-Disposition with path traversal names')
def _(c): c.reply(PAGE, 200, 'OK', 'Content-Disposition: attachment; filename="../../../../owned"; filename*=UTF-8\'\'..%2f..%2fowned%00.html')
@path('/nul', 'NUL bytes in the page')
def _(c): c.reply(PAGE.replace(b'Entry 1', b'En\0try 1'))
@path('/escapes', 'terminal escapes, bidi, CSV formulas, HTML and newline in titles; javascript: and data: links')
def _(c):
    rows = ['\x1b]0;owned\x07title', '\x1b[2Jclear', '\x1b]52;c;ZWNobw==\x07clip', '\x9b31mC1', '\u202egnp.exe', '=cmd|\'/c calc\'!A1', '+1+1', '-1', '@SUM(A1)', '\tTAB', 'a\r\nb,"c"\nd', '<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\u0000nul', 'zero\u200bwidth', '\ufeffbom', 'A' * 100000, '--option', '; rm -rf ~', '$(id)', '%s%n%x', "'; DROP TABLE entries;--", '" OR 1', 'NEAR(a b)', '*']
    links = ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'http://a\r\nb', '//x', '\x1b[31m', 'vbscript:x', ' http://lead.example/ ', 'HTTP://UP.example/', 'http://[bad', 'http://x:99999/', '?', '#', '']
    c.reply(('<ul>' + ''.join('<li><a href="%s">%s, and words enough for a headline</a></li>' % (links[i % len(links)].replace('"', '&quot;'), r.replace('<', '&lt;')) for i, r in enumerate(rows)) + '</ul>').encode('utf-8', 'replace'))
@path('/robots.txt', 'robots.txt of 2 MB')
def _(c): c.reply(b'User-agent: *\nDisallow: /private\nCrawl-delay: 99999999\n' + (b'Disallow: /' + b'a' * 50 + b'\n') * 33000, ct='text/plain')
@path('/feed-laughs', 'billion laughs as RSS')
def _(c):
    entities = '<!ENTITY l0 "lol">' + ''.join('<!ENTITY l%d "%s">' % (i, '&l%d;' % (i - 1) * 10) for i in range(1, 10))
    cs(c, 'application/rss+xml', ('<?xml version="1.0"?><!DOCTYPE r [' + entities + ']><rss version="2.0"><channel><title>&l9;</title>'
       '<item><title>Laughs &l9;</title><link>http://127.0.0.1/laughs</link></item></channel></rss>').encode())
@path('/feed-xxe', 'external entities to file: and to this host as RSS (the log must not show /xxe-hit)')
def _(c): cs(c, 'application/rss+xml', ('<?xml version="1.0"?><!DOCTYPE r SYSTEM "http://127.0.0.1:%d/xxe-hit"[<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><title>&x;</title></channel></rss>' % OPT.real_port).encode())
@path('/xxe-hit', 'a request for this means external entities are on')
def _(c): c.reply(b'<!ENTITY y "z">')
@path('/changing', 'a listing that changes at each request: ?add=1 new entries, old ones roll off after ?keep=50')
def _(c):
    k = hit('changing' + c.q.get('id', '')); a = c.n('add', 1); keep = c.n('keep', 50); top = k * a
    c.reply(b'<ul>' + b''.join(b'<li><a href="/item/%d">Entry %d</a></li>' % (i, i) for i in range(top, max(top - keep, 0), -1)) + b'</ul>')

def serve(sock):
    with sock:
        sock.settimeout(10); buf = b''
        try:
            while b'\r\n\r\n' not in buf:
                if len(buf) > 1 << 20: return
                d = sock.recv(65536)
                if not d: return
                buf += d
                if buf[:1] == b'\x16': return sock.sendall(b'HTTP/1.1 400 This is not TLS\r\n\r\n')
        except OSError: return
        lines = buf.split(b'\r\n\r\n')[0].decode('latin-1').split('\r\n')
        try: method, target, _ = lines[0].split(' ', 2)
        except ValueError: return
        h = {}
        for l in lines[1:]:
            k, _, v = l.partition(':'); h[k.strip().lower()] = v.strip()
        u = urllib.parse.urlsplit(target); q = dict(urllib.parse.parse_qsl(u.query))
        c = Ctx(sock, method, target, q, h)
        with LOCK:
            if not u.path.startswith('/_') or u.path == '/_echo':
                LOG.append({'t': round(time.time(), 3), 'method': method, 'target': target[:500], 'headers': {k: v[:300] for k, v in h.items()}}); del LOG[:-5000]
        try:
            if u.path == '/_log':
                with LOCK: b = '\n'.join(json.dumps(x) for x in LOG).encode()
                c.reply(b, ct='application/jsonl')
            elif u.path == '/_reset':
                with LOCK: LOG.clear(); COUNT.clear()
                c.reply(b'ok')
            elif u.path == '/_quit': c.reply(b'bye'); os._exit(0)
            elif u.path in S: S[u.path][1](c)
            else: c.reply(b'<p>no such scenario</p>', 404, 'Not Found')
        except Gone: pass
        except Exception as e: sys.stderr.write('scenario %s: %r\n' % (u.path, e))
        try: sock.shutdown(socket.SHUT_WR)
        except OSError: pass

def main():
    global OPT
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument('--port', type=int, default=0); ap.add_argument('--port-file'); ap.add_argument('--v6', action='store_true')
    ap.add_argument('--lifetime', type=float, default=600, help='end after this many seconds (default 600)')
    ap.add_argument('--max-response', type=float, default=60, help='cut any response after this many seconds (default 60)')
    ap.add_argument('--tls', nargs=2, metavar=('CERT', 'KEY')); ap.add_argument('--make-cert', metavar='DIR', help='make good.pem, wronghost.pem and their keys (openssl), print the folder, end')
    ap.add_argument('--list', action='store_true')
    OPT = ap.parse_args()
    if OPT.list:
        for p in S: print('%-22s %s' % (p, S[p][0]))
        return
    if OPT.make_cert:
        os.makedirs(OPT.make_cert, exist_ok=True)
        for name, cn, days in (('good', '127.0.0.1', 2), ('wronghost', 'other.invalid', 2)):
            san = 'IP:127.0.0.1,DNS:localhost' if name == 'good' else 'DNS:other.invalid'
            subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', '%s/%s.key' % (OPT.make_cert, name), '-out', '%s/%s.pem' % (OPT.make_cert, name), '-days', str(days), '-subj', '/CN=' + cn, '-addext', 'subjectAltName=' + san], check=True, stderr=subprocess.DEVNULL)
        print(OPT.make_cert); return
    fam = socket.AF_INET6 if OPT.v6 else socket.AF_INET; host = '::1' if OPT.v6 else '127.0.0.1'
    ls = socket.socket(fam, socket.SOCK_STREAM); ls.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    ls.bind((host, OPT.port)); ls.listen(256); OPT.real_port = ls.getsockname()[1]
    ctx = None
    if OPT.tls: ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); ctx.load_cert_chain(*OPT.tls)
    if OPT.port_file:
        with open(OPT.port_file + '.tmp', 'w') as f: f.write('%d\n' % OPT.real_port)
        os.replace(OPT.port_file + '.tmp', OPT.port_file)
    print('http%s://%s:%d/' % ('s' if ctx else '', '[::1]' if OPT.v6 else host, OPT.real_port), flush=True)
    t = threading.Timer(OPT.lifetime, lambda: os._exit(0)); t.daemon = True; t.start()
    def one(s):
        if ctx:
            try: s.settimeout(10); s = ctx.wrap_socket(s, server_side=True)
            except (OSError, ssl.SSLError): s.close(); return
        serve(s)
    while True:
        s, _ = ls.accept(); threading.Thread(target=one, args=(s,), daemon=True).start()

if __name__ == '__main__':
    try: main()
    except KeyboardInterrupt: pass
