#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The UnboundID LDAP SDK refuses LDIF lines that end with a space, which other readers take.
#
# Surprise: RFC 2849, note 8, says that values that end with a space SHOULD be base-64 encoded, so a plain line may end with one.
# LDIFReader throws for "an illegal trailing space" by default. slapadd, the Apache Directory API, ldaptive and Spring LDAP load
# the entry.
# Why it matters: a file that an editor saved, and that the real directory loads, does not start the in-memory server of a test.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

sdk=7.0.5 apache=2.1.7 ldaptive=2.5.0 spring=4.1.2
jars com.unboundid:unboundid-ldapsdk:$sdk org.apache.directory.api:api-ldap-model:$apache org.ldaptive:ldaptive:$ldaptive \
  org.springframework.ldap:spring-ldap-ldif-core:$spring
configure main
load main "title: Engineer " </dev/null
cat > "$work/Titles.java" <<'JAVA'
import java.io.File;
import java.io.FileReader;
import java.util.concurrent.Callable;

class Titles {
  public static void main(String[] args) throws Exception {
    File file = new File(args[0]);
    print(
        "Apache",
        () -> {
          try (var reader = new org.apache.directory.api.ldap.model.ldif.LdifReader(file)) {
            var entries = reader.iterator();
            entries.next();
            return entries.next().getEntry().get("title").getString();
          }
        });
    print(
        "ldaptive",
        () -> {
          var entries = new org.ldaptive.io.LdifReader(new FileReader(file)).read();
          return entries.getEntry("uid=alice,dc=example,dc=com").getAttribute("title").getStringValue();
        });
    print(
        "Spring LDAP",
        () -> {
          var parser = new org.springframework.ldap.ldif.parser.LdifParser(file);
          parser.open();
          parser.getRecord();
          return (String) parser.getRecord().get("title").get();
        });
    print(
        "UnboundID",
        () -> {
          try (var reader = new com.unboundid.ldif.LDIFReader(file)) {
            reader.readEntry();
            return reader.readEntry().getAttributeValue("title");
          }
        });
  }

  static void print(String library, Callable<String> title) {
    String seen;
    try {
      seen = title.call().strip();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName() + (e.getMessage().contains("illegal trailing space") ? ", illegal trailing space" : "");
    }
    System.out.println(library + ": " + seen);
  }
}
JAVA

echo "UnboundID LDAP SDK $sdk, Apache Directory API $apache, ldaptive $ldaptive, Spring LDAP $spring, OpenLDAP slapd $version"
expect "slapadd, then slapcat:" "title" "$(run usr/sbin/slapcat -f "$work/main.conf" | sed -n 's/^\(title\): .*/\1/p; s/^\(title\):: .*/\1/p')"
expect "title of alice, as read:" "Apache: Engineer
ldaptive: Engineer
Spring LDAP: Engineer
UnboundID: LDIFException, illegal trailing space" "$(java_with_jars "$work/Titles.java" "$work/main.ldif")"
