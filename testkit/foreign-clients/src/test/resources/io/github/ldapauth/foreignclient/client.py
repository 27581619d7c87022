# SPDX-License-Identifier: Apache-2.0
# python3-ldap3. Takes host, port, port for ldaps, file of the authority, DN whose password it changes,
# base, alice's name to log in, how passwords change.
import ssl
import sys

from ldap3 import ALL, BASE, NONE, SUBTREE, Connection, Server, Tls
from ldap3.core.exceptions import LDAPException

_, port, ldaps_port, authority, changer, base, login_name, way = sys.argv[1:]
host = "localhost"  # ldap3 does not find addresses in certificates
alice = "cn=alice,ou=people," + base
tls = Tls(ca_certs_file=authority, validate=ssl.CERT_REQUIRED)
plain = Server(host, int(port), get_info=NONE)


def connect(dn=None, password=None, server=plain):
    connection = Connection(server, dn, password)
    connection.bind()
    return connection


def login():
    return "yes" if connect(login_name, "right").bound else "no"


def wrong_password():
    return connect(login_name, "wrong").result["result"]


def groups():
    client = connect(alice, "right")
    client.search("ou=groups," + base, "(member=" + alice + ")", SUBTREE, attributes=["cn"])
    return " ".join(sorted(entry.cn.value for entry in client.entries))


def encryption():
    client = Connection(Server(host, int(port), tls=tls, get_info=NONE), alice, "right")
    client.open()
    started = client.start_tls() and client.bind()
    direct = connect(alice, "right", Server(host, int(ldaps_port), use_ssl=True, tls=tls, get_info=NONE)).bound
    return "yes" if started and direct else "no"


def paging():
    client = connect(alice, "right")
    found, pages, cookie = 0, 0, None
    while pages == 0 or cookie:
        client.search("ou=people," + base, "(sn=*)", SUBTREE, attributes=["sn"], paged_size=4, paged_cookie=cookie)
        found += len(client.response)
        pages += 1
        cookie = client.result["controls"]["1.2.840.113556.1.4.319"]["value"]["cookie"]
    return "%d in %d" % (found, pages)


def root_dse():
    client = connect()
    client.search("", "(objectClass=*)", BASE, attributes=["namingContexts", "supportedLDAPVersion"])
    entry = client.entries[0]
    return "yes" if base in entry.namingContexts.values and 3 in map(int, entry.supportedLDAPVersion.values) else "no"


def schema():
    server = Server(host, int(port), get_info=ALL)
    connect(alice, "right", server)
    return "yes" if server.schema and "inetOrgPerson" in server.schema.object_classes else "no"


def password_change():
    server = Server(host, int(ldaps_port), use_ssl=True, tls=tls, get_info=NONE)
    client = connect(changer, "right", server)
    if way == "unicodePwd":
        changed = client.extend.microsoft.modify_password(changer, "changed", "right")
        return "yes" if changed and connect(changer, "changed").bound else "no"
    changed = client.extend.standard.modify_password(changer, "right", "changed")
    return "yes" if changed and connect(changer, "changed").bound and not connect(changer, "right").bound else "no"


for story in (login, wrong_password, groups, encryption, paging, root_dse, schema, password_change):
    try:
        outcome = story()
    except (LDAPException, ssl.SSLError, OSError, KeyError, IndexError) as e:
        outcome = repr(e)
    print("%s=%s" % (story.__name__, outcome))
