#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The Apache Directory API ends a search that failed as one that found all there is.
#
# Surprise: other operations of LdapNetworkConnection throw if the server answers them with an error. A search does not: the loop over
# the cursor ends as after the last entry, for 51 (busy), 50 (insufficient access rights), 32 (no such object) and 4 (size limit
# exceeded). Only getSearchResultDone() of the cursor has the result. The UnboundID LDAP SDK throws.
# Why it matters: "no groups" and "the directory is busy" look alike, and an answer that was cut off looks whole.
set -euo pipefail
. "$(dirname "$0")/lib/common.sh"

apache=2.1.7 sdk=7.0.5
jars org.apache.directory.api:api-all:$apache com.unboundid:unboundid-ldapsdk:$sdk
cat > "$work/Search.java" <<'JAVA'
import com.unboundid.ldap.listener.*;
import com.unboundid.ldap.listener.interceptor.*;
import com.unboundid.ldap.sdk.*;
import java.util.concurrent.Callable;
import org.apache.directory.ldap.client.api.LdapNetworkConnection;

class Search {
  private static volatile ResultCode answer;

  public static void main(String[] args) throws Exception {
    var config = new InMemoryDirectoryServerConfig("dc=example,dc=com");
    config.addInMemoryOperationInterceptor(
        new InMemoryOperationInterceptor() {
          @Override
          public void processCompareResult(InMemoryInterceptedCompareResult result) {
            result.setResult(new LDAPResult(result.getMessageID(), answer));
          }

          @Override
          public void processSearchResult(InMemoryInterceptedSearchResult result) {
            result.setResult(new LDAPResult(result.getMessageID(), answer));
          }
        });
    var server = new InMemoryDirectoryServer(config);
    server.add("dn: dc=example,dc=com", "objectClass: domain", "dc: example");
    server.startListening();
    try (var apache = new LdapNetworkConnection("127.0.0.1", server.getListenPort());
        var sdk = new LDAPConnection("127.0.0.1", server.getListenPort())) {
      for (ResultCode code :
          new ResultCode[] {
            ResultCode.SUCCESS, ResultCode.BUSY, ResultCode.INSUFFICIENT_ACCESS_RIGHTS, ResultCode.NO_SUCH_OBJECT, ResultCode.SIZE_LIMIT_EXCEEDED
          }) {
        answer = code;
        System.out.println(code);
        print("UnboundID, search ", () -> sdk.search("dc=example,dc=com", SearchScope.SUB, "(objectClass=*)").getEntryCount() + " entries");
        print("Apache, compare   ", () -> "" + apache.compare("dc=example,dc=com", "dc", "example"));
        print(
            "Apache, search    ",
            () -> {
              int entries = 0;
              try (var found = apache.search("dc=example,dc=com", "(objectClass=*)", org.apache.directory.api.ldap.model.message.SearchScope.SUBTREE)) {
                for (var entry : found) {
                  entries++;
                }
                return entries + " entries, in getSearchResultDone() " + found.getSearchResultDone().getLdapResult().getResultCode().getValue();
              }
            });
      }
    }
    System.exit(0);
  }

  static void print(String what, Callable<String> operation) {
    String seen;
    try {
      seen = operation.call();
    } catch (Exception e) {
      seen = e.getClass().getSimpleName();
    }
    System.out.println("  " + what + seen);
  }
}
JAVA
echo "Apache Directory API $apache, UnboundID LDAP SDK $sdk"
expect "a search over one entry that ends with" "0 (success)
  UnboundID, search 1 entries
  Apache, compare   true
  Apache, search    1 entries, in getSearchResultDone() 0
51 (busy)
  UnboundID, search LDAPSearchException
  Apache, compare   LdapServiceUnavailableException
  Apache, search    1 entries, in getSearchResultDone() 51
50 (insufficient access rights)
  UnboundID, search LDAPSearchException
  Apache, compare   LdapNoPermissionException
  Apache, search    1 entries, in getSearchResultDone() 50
32 (no such object)
  UnboundID, search LDAPSearchException
  Apache, compare   LdapNoSuchObjectException
  Apache, search    1 entries, in getSearchResultDone() 32
4 (size limit exceeded)
  UnboundID, search LDAPSearchException
  Apache, compare   LdapSizeLimitExceededException
  Apache, search    1 entries, in getSearchResultDone() 4" "$(java_with_jars "$work/Search.java" 2>/dev/null)"
