#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# OpenLDAP refuses DNs as Java writes them for certificates, with an OID and a hexadecimal value.
#
# Surprise: RFC 4514, section 2.4, writes a value in hexadecimal BER if its type is an OID, and section 3 has this form in its
# grammar. X500Principal, Java's name of a certificate's subject, writes a mail address so. slapd answers such a name with 34 (invalid
# DN syntax), though its schema has the attribute, and the entry is found under its name and under its OID if the value is text.
# Why it matters: a program that looks up the user of a certificate by the subject, as Java writes it, gets an error.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

base=dc=example,dc=com port=$(free_port)
configure main
load main <<LDIF
dn: email=bob@example.com,$base
objectClass: person
objectClass: extensibleObject
email: bob@example.com
cn: Bob
sn: Brown
LDIF
start_slapd main "$port"
cat > "$work/Subject.java" <<'JAVA'
class Subject {
  public static void main(String[] args) {
    System.out.println(new javax.security.auth.x500.X500Principal("EMAILADDRESS=bob@example.com, DC=example, DC=com").getName());
  }
}
JAVA
found() { search -H "ldap://127.0.0.1:$port" -b "$1" -s base 1.1 2>&1 | sed '/^$/d' | head -1; }
echo "OpenLDAP slapd $version, $(java -version 2>&1 | head -1)"
entry="dn: email=bob@example.com,$base"
expect "email=bob@example.com:" "$entry" "$(found "email=bob@example.com,$base")"
expect "1.2.840.113549.1.9.1=bob@example.com:" "$entry" "$(found "1.2.840.113549.1.9.1=bob@example.com,$base")"
subject=$(java "$work/Subject.java")
expect "Java's name of a certificate for it:" "1.2.840.113549.1.9.1=#160f626f62406578616d706c652e636f6d,DC=example,DC=com" "$subject"
expect "a search for this name:" "Invalid DN syntax (34)" "$(found "$subject")"
