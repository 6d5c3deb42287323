#!/usr/bin/python3
"""Read mails with Python's parser and say what a receiver would see.

Usage: oracle_mail.py FILE...

One JSON object per mail, one per line, keys in a fixed order, UTF-8.  Any
defect of any part or header, a bare CR or LF, a byte over 0x7f or a line
that is too long ends with status 1 and a sentence on standard error.
"""

import email
import email.header
import email.policy
import email.utils
import json
import re
import sys


class Wrong(Exception):
    pass


def check_bytes(data):
    if re.search(rb"(?<!\r)\n|\r(?!\n)", data):
        raise Wrong("a bare CR or LF")
    if re.search(rb"[^\x20-\x7e\r\n\t]", data):
        raise Wrong("a byte that is not printable ASCII")
    if not data.endswith(b"\r\n"):
        raise Wrong("no CRLF at the end")


def check_header_lines(block):
    for line in block.split(b"\r\n"):
        if not line.strip() or line.endswith(b" "):
            raise Wrong("a header line of spaces, or that ends in one")
        if re.fullmatch(rb"[!-9;-~]+:", line):
            raise Wrong("nothing behind a header's name: %r" % line)
        # An address in angle brackets is all that cannot be folded.
        bare = re.fullmatch(rb"([!-9;-~]+:)? <[^ <>]+>", line)
        if len(line) > 998 or (len(line) > 78 and not bare):
            raise Wrong("a header line of %d: %r" % (len(line), line))
        if b"=?" in line and len(line) > 76:
            raise Wrong("an encoded word on a line over 76: %r" % line)
    for word in re.findall(rb"=\?[^?]*\?[BQbq]\?[^?]*\?=", block):
        if len(word) > 75:
            raise Wrong("an encoded word of %d" % len(word))
        email.header.make_header(email.header.decode_header(word.decode()))


def check_lines(data):
    """Headers up to the first empty line, then bodies and part headers."""
    head, _, body = data.partition(b"\r\n\r\n")
    check_header_lines(head)
    for line in body.split(b"\r\n"):
        if len(line) > 76:
            raise Wrong("a body line of %d: %r" % (len(line), line))
        if line.endswith((b" ", b"\t")):
            raise Wrong("a body line ends in a space: %r" % line)
        if line.startswith(b"."):
            raise Wrong("a body line begins with a dot")


def check_defects(message):
    for part in message.walk():
        if part.defects:
            raise Wrong("defects: %r" % part.defects)
        for name, value in part.items():
            if value.defects:
                raise Wrong("%s: %r" % (name, value.defects))


def shape(part):
    kind = part.get_content_type()
    if part.is_multipart():
        return kind + "(" + ",".join(map(shape, part.iter_parts())) + ")"
    return kind


def raw_header(message, name):
    values = [v for k, v in message.raw_items() if k.lower() == name]
    if len(values) > 1:
        raise Wrong("%s stands there %d times" % (name, len(values)))
    return str(values[0]).replace("\r\n", "") if values else None


def mailbox(message, name):
    """Python 3.11's default policy keeps the spaces between the encoded
    words of a display name, against RFC 2047 6.2; decode_header does not."""
    raw = raw_header(message, name)
    if raw is None:
        return None
    if len(message[name].addresses) != 1:
        raise Wrong("%s is not one address" % name)
    display, address = email.utils.parseaddr(raw)
    if address != message[name].addresses[0].addr_spec:
        raise Wrong("two readings of %s" % name)
    decoded = email.header.decode_header(display)
    return [str(email.header.make_header(decoded)), address]


def find_part(message, kind):
    found = [p for p in message.walk() if p.get_content_type() == kind]
    if len(found) > 1:
        raise Wrong("%d parts of %s" % (len(found), kind))
    return found[0] if found else None


def text_of(part):
    if part.get_content_charset() != "utf-8":
        raise Wrong("the charset is not utf-8")
    return part.get_payload(decode=True).decode("utf-8")


def describe(data):
    check_bytes(data)
    check_lines(data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    check_defects(message)
    date = message["date"].datetime
    calendar = find_part(message, "text/calendar")
    return {
        "from": mailbox(message, "from"),
        "reply_to": mailbox(message, "reply-to"),
        "to": mailbox(message, "to"),
        "subject": str(message["subject"]),
        "message_id": str(message["message-id"]),
        "date": int(date.timestamp()),
        "offset": int(date.utcoffset().total_seconds()),
        "headers": [name for name, _ in message.items()],
        "shape": shape(message),
        "text": text_of(find_part(message, "text/plain"))
        .replace("\r\n", "\n"),
        "html": text_of(find_part(message, "text/html"))
        .replace("\r\n", "\n"),
        "pictures": [[p["content-id"], p.get_content_disposition(),
                      p.get_payload(decode=True).decode("latin-1")]
                     for p in message.walk()
                     if p.get_content_type() == "image/png"],
        "calendar": calendar and text_of(calendar),
        "calendar_name": calendar and calendar.get_filename(),
        "calendar_method": calendar and calendar["content-type"].params
        .get("method"),
    }


def main(paths):
    for path in paths:
        with open(path, "rb") as file:
            data = file.read()
        try:
            found = describe(data)
        except (Wrong, ValueError, LookupError, AttributeError,
                TypeError) as wrong:
            sys.exit("%s: %s" % (path, wrong))
        print(json.dumps(found, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass")
    main(sys.argv[1:])
