#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Samba answers a search with an unknown critical control by an extended response.
#
# Surprise: RFC 4511, section 4.1.11, asks for 12 (unavailableCriticalExtension) in the response to the operation, which for a
# search is SearchResultDone (tag 0x65). Samba sends 12 in an ExtendedResponse (tag 0x78). The root DSE does not list the
# control, and without criticality the search is answered as usual.
# Why it matters: clients throw for the unexpected message, or wait for the end of the search, and nobody sees the 12.
set -euo pipefail
. "$(dirname "$0")/lib/samba.sh"

cat > "$work/ask.py" <<'PYTHON'
import socket, sys

def tlv(tag, *parts):
    body = b"".join(parts)
    assert len(body) < 128
    return bytes([tag, len(body)]) + body

def ask(critical):
    # A search of the root DSE, which needs no bind, for no attributes, with the control 1.2.3.4.
    search = tlv(0x63, tlv(4), tlv(10, b"\0"), tlv(10, b"\0"), tlv(2, b"\0"), tlv(2, b"\0"), tlv(1, b"\0"),
                 tlv(0x87, b"objectClass"), tlv(0x30, tlv(4, b"1.1")))
    control = tlv(0x30, tlv(4, b"1.2.3.4"), *([tlv(1, b"\xff")] if critical else []))
    with socket.create_connection((sys.argv[1], 389), 20) as connection:
        connection.sendall(tlv(0x30, tlv(2, b"\1"), search, tlv(0xA0, control)))
        answer = connection.makefile("rb")
        seen = []
        while not seen or seen[-1].startswith("0x64"):  # entries come before the result
            answer.read(1)
            length = answer.read(1)[0]
            if length & 128:
                length = int.from_bytes(answer.read(length & 127), "big")
            message = answer.read(length)
            operation = message[3:]  # after the message id 1
            body = operation[2:] if operation[1] < 128 else operation[2 + (operation[1] & 127):]
            seen.append(f"0x{operation[0]:x}" + ("" if operation[0] == 0x64 else f" with result {body[2]}"))
        return ", ".join(seen)

print("critical: " + ask(True))
print("not critical: " + ask(False))
PYTHON

echo "Samba $version"
expect "tags of the answer to a search with an unknown control:" "critical: 0x78 with result 12
not critical: 0x64, 0x65 with result 0" "$(python3 "$work/ask.py" "$host")"
