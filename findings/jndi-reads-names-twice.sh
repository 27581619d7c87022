#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# JNDI, and Spring LDAP on it, find no entry by a DN in a String if it has a slash, or an escaped quotation mark or backslash.
#
# Surprise: RFC 4514, sections 2.4 and 3, lets a DN have a slash as it is, and writes the other two as \" and \\. JNDI reads a String as a
# composite name first: the DN ends at the slash, and the backslash before a quotation mark or another backslash is lost. The same
# DN as an LdapName is found, and so is \22.
# Why it matters: the members of such a group are found by a search, and its entry, or a user's, cannot be read by its name.
set -euo pipefail
. "$(dirname "$0")/lib/slapd.sh"

spring=4.1.2 base=dc=example,dc=com port=$(free_port)
jars org.springframework.ldap:spring-ldap-core:$spring
configure main
load main <<LDIF
dn: cn=Sales EMEA,$base
objectClass: device
cn: Sales EMEA

dn: cn=Sales/EMEA,$base
objectClass: device
cn: Sales/EMEA

dn: cn=Bob \"B\" Brown,$base
objectClass: device
cn: Bob "B" Brown

dn: cn=EXAMPLE\\\\Bob,$base
objectClass: device
cn: EXAMPLE\\Bob
LDIF
start_slapd main "$port"

cat > "$work/Read.java" <<'JAVA'
import java.util.Hashtable;
import java.util.concurrent.Callable;
import javax.naming.directory.InitialDirContext;
import javax.naming.ldap.LdapName;
import org.springframework.ldap.core.*;
import org.springframework.ldap.core.support.LdapContextSource;

class Read {
  public static void main(String[] args) throws Exception {
    var environment = new Hashtable<String, String>();
    environment.put("java.naming.factory.initial", "com.sun.jndi.ldap.LdapCtxFactory");
    environment.put("java.naming.provider.url", args[0]);
    var context = new InitialDirContext(environment);
    var source = new LdapContextSource();
    source.setUrl(args[0]);
    source.setAnonymousReadOnly(true);
    source.afterPropertiesSet();
    var template = new LdapTemplate(source);
    AttributesMapper<Object> cn = attributes -> attributes.get("cn").get();
    print("JNDI, String      ", () -> context.getAttributes(args[1]).get("cn").get());
    print("JNDI, LdapName    ", () -> context.getAttributes(new LdapName(args[1])).get("cn").get());
    print("Spring, String    ", () -> template.lookup(args[1], cn));
    print("Spring, LdapName  ", () -> template.lookup(new LdapName(args[1]), cn));
  }

  static void print(String how, Callable<Object> read) {
    String seen;
    try {
      seen = read.call().toString();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println(how + seen);
  }
}
JAVA
asked() {
  search -H "ldap://127.0.0.1:$port" -b "$1,$base" -s base cn | sed -n 's/^cn: /ldapsearch        /p'
  java_with_jars "$work/Read.java" "ldap://127.0.0.1:$port" "$1,$base"
}
# read_as CN [EXCEPTION]: what is expected for Strings if the name is not found.
read_as() {
  printf '%s\n' "ldapsearch        $1" "JNDI, String      ${2:-$1}" "JNDI, LdapName    $1" "Spring, String    ${2:-$1}" "Spring, LdapName  $1"
}
echo "JNDI of $(java -version 2>&1 | head -1), Spring LDAP $spring, OpenLDAP slapd $version"
expect "cn=Sales EMEA:" "$(read_as 'Sales EMEA')" "$(asked 'cn=Sales EMEA')"
expect "cn=Sales/EMEA:" "$(read_as 'Sales/EMEA' NameNotFoundException)" "$(asked 'cn=Sales/EMEA')"
expect 'cn=Bob \"B\" Brown:' "$(read_as 'Bob "B" Brown' InvalidNameException)" "$(asked 'cn=Bob \"B\" Brown')"
expect 'cn=Bob \22B\22 Brown:' "$(read_as 'Bob "B" Brown')" "$(asked 'cn=Bob \22B\22 Brown')"
expect 'cn=EXAMPLE\\Bob:' "$(read_as 'EXAMPLE\Bob' InvalidNameException)" "$(asked 'cn=EXAMPLE\\Bob')"
