// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import static java.util.stream.Collectors.joining;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10ResponseControl;
import com.unboundid.ldap.sdk.extensions.CancelExtendedRequest;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Tells a story to one directory, and writes down what it answers, in a form in which two
 * directories can be compared: sorted, DNs in one spelling, times in hours.
 */
final class Session implements AutoCloseable {

  private interface Talk {
    LDAPResult result() throws LDAPException, LDIFException;
  }

  private static final String BASE = "dc=example,dc=com";
  private static final String POLICY = "1.3.6.1.4.1.42.2.27.8.5.1";
  private static final Control[] ASK_FOR_POLICY = {
    new DraftBeheraLDAPPasswordPolicy10RequestControl()
  };
  private static final int ATTEMPTS = 200;
  private static final int MILLIS_BETWEEN_ATTEMPTS = 50;

  private final LDAPConnection administrator;
  private final LDAPConnection client;
  private final List<String> answers = new ArrayList<>();

  /** Takes two connections: one that may do everything, and one that is anonymous. */
  Session(LDAPConnection administrator, LDAPConnection client) {
    this.administrator = administrator;
    this.client = client;
    client.getConnectionOptions().setBindWithDNRequiresPassword(false);
  }

  /** Begins a session whose administrator is anonymous too. */
  static Session anonymous(String hostAndPort) throws LDAPException {
    return new Session(connect(hostAndPort), connect(hostAndPort));
  }

  /** Opens an anonymous connection. */
  static LDAPConnection connect(String hostAndPort) throws LDAPException {
    int colon = hostAndPort.indexOf(':');
    return new LDAPConnection(
        hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
  }

  static String dn(String user) {
    return user.contains("=") ? user + "," + BASE : user;
  }

  /** Returns the paged searches of the client. */
  PagedTalk pages() {
    return new PagedTalk(client, BASE, answers);
  }

  /** Returns paged searches on another connection. */
  PagedTalk pagesElsewhere() {
    return new PagedTalk(administrator, BASE, answers);
  }

  /** Returns sorted searches of the client. */
  SortTalk sorted() {
    return new SortTalk(client, BASE, answers);
  }

  /** Returns requests with controls of the client. */
  ControlTalk controls(String user) {
    return new ControlTalk(client, user, answers);
  }

  /** Returns changes of the client that ask for the entry before and after. */
  ReadEntryTalk readEntries(String... requested) {
    return new ReadEntryTalk(client, List.of(requested));
  }

  /** Records an answer that was read elsewhere. */
  void record(String answer) {
    answers.add(answer);
  }

  List<String> answers() {
    return answers;
  }

  /** Binds, and asks for the password policy response control. */
  void bind(String user, String password) {
    write("bind", () -> client.bind(request(user, password, ASK_FOR_POLICY)));
  }

  /** Binds, and asks for nothing else. */
  void bindPlainly(String user, String password) {
    write("bind plainly", () -> client.bind(request(user, password)));
  }

  /** Binds with a name as it is. */
  void bindAs(String name, String password) {
    write("bind as " + name, () -> client.bind(name, password));
  }

  /** Binds by an older version of the protocol, which the SDK does not send. */
  void bindWithVersion(int version, String user, String password) {
    Properties settings = new Properties();
    settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.ldap.LdapCtxFactory");
    settings.put(
        Context.PROVIDER_URL,
        "ldap://" + client.getConnectedAddress() + ":" + client.getConnectedPort());
    settings.put("java.naming.ldap.version", String.valueOf(version));
    settings.put(Context.SECURITY_PRINCIPAL, dn(user));
    settings.put(Context.SECURITY_CREDENTIALS, password);
    try {
      new InitialDirContext(settings).close();
      answers.add("version " + version + ": accepted");
    } catch (NamingException e) {
      answers.add("version " + version + ": " + e.getMessage());
    }
  }

  private static SimpleBindRequest request(String user, String password, Control... controls) {
    return new SimpleBindRequest(dn(user), password, controls);
  }

  void whoAmI() {
    extended("1.3.6.1.4.1.4203.1.11.3");
  }

  void cancel() {
    extended("1.3.6.1.1.8", new CancelExtendedRequest(77).getValue());
  }

  void extended(String oid) {
    extended(oid, null);
  }

  private void extended(String oid, @Nullable ASN1OctetString value) {
    write(
        oid,
        () -> {
          ExtendedResult result = client.processExtendedOperation(oid, value);
          ASN1OctetString answer = result.getValue();
          answers.add(oid + ": " + (answer == null ? "" : answer.stringValue()));
          return result;
        });
  }

  /**
   * Starts TLS, or tries to. 389 Directory Server refuses it while it still ends the request
   * before, whose answer is already here.
   */
  void startTls(SSLContext context) {
    write("start TLS", () -> startTlsOnceReady(context));
  }

  private LDAPResult startTlsOnceReady(SSLContext context) throws LDAPException {
    for (int tries = 1; ; tries++) {
      try {
        return client.processExtendedOperation(new StartTLSExtendedRequest(context));
      } catch (LDAPException e) { // the SDK throws for some results
        boolean isPending = String.valueOf(e.getMessage()).contains("still pending");
        if (!isPending || tries == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  void readBase() {
    search(BASE);
  }

  void search(String base) {
    write("search", () -> client.search(base, SearchScope.BASE, "(objectClass=*)", "1.1"));
  }

  void readRootDse() {
    write("root DSE", () -> client.search("", SearchScope.BASE, "(objectClass=*)", "1.1"));
  }

  void compare(String user, String attribute, String value) {
    write("compare", () -> client.compare(dn(user), attribute, value));
  }

  void set(String user, String attribute, String value) {
    write(
        "set " + attribute,
        () ->
            client.modify(dn(user), new Modification(ModificationType.REPLACE, attribute, value)));
  }

  /** Sets a password, and asks for the password policy response control. */
  void choose(String user, String password) {
    write(
        "choose " + password,
        () ->
            client.modify(
                new ModifyRequest(
                    dn(user),
                    new Modification[] {
                      new Modification(ModificationType.REPLACE, "userPassword", password)
                    },
                    ASK_FOR_POLICY)));
  }

  /** Changes the own password (RFC 3062), and asks for the password policy response control. */
  void chooseByOperation(String from, String to) {
    write(
        "choose " + to + " by operation",
        () ->
            client.processExtendedOperation(
                new PasswordModifyExtendedRequest(null, from, to, ASK_FOR_POLICY)));
  }

  void changePassword(String from, String to) {
    changePasswordOf(null, from, to);
  }

  /** Changes the password of somebody, who need not be named by a DN (RFC 3062). */
  void changePasswordOf(@Nullable String identity, String from, String to) {
    write(
        "change password of " + identity,
        () ->
            client.processExtendedOperation(new PasswordModifyExtendedRequest(identity, from, to)));
  }

  /** Looks whether an attribute comes with what is requested, whatever its values. */
  void has(String user, String attribute, String... requested) {
    try {
      boolean has = client.getEntry(dn(user), requested).hasAttribute(attribute);
      answers.add(attribute + (has ? " is there" : " is not there"));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the values of one attribute, if it comes with what is requested. */
  void read(String user, String attribute, String... requested) {
    try {
      SearchResultEntry entry = client.getEntry(dn(user), requested);
      Attribute found = entry.getAttribute(attribute);
      answers.add(attribute + ": " + (found == null ? "not there" : sorted(found.getValues())));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads how the directory stores a password: by which scheme, or as text. */
  void passwordScheme(String user) {
    try {
      String stored =
          administrator.getEntry(dn(user), "userPassword").getAttributeValue("userPassword");
      answers.add("userPassword: " + stored.replaceFirst("(?s)^(?:(\\{.*?})|[^{]).*", "$1"));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads the values of an attribute of any entry. */
  void readAt(String dn, String attribute) {
    try {
      Entry entry = client.getEntry(dn, attribute);
      String[] values = entry == null ? null : entry.getAttributeValues(attribute);
      answers.add(dn + ": " + (values == null ? "none" : sorted(values)));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  void count(String user, String attribute) {
    try {
      String[] values = administrator.getEntry(dn(user), attribute).getAttributeValues(attribute);
      answers.add(attribute + ": " + (values == null ? 0 : values.length) + " values");
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads which attributes an entry has, but for those of SASL, which depend on its plug-ins. */
  void names(String dn, String... requested) {
    try {
      Entry entry = client.getEntry(dn, requested);
      answers.add(
          dn
              + " has "
              + entry.getAttributes().stream()
                  .map(Attribute::getName)
                  .filter(name -> !name.endsWith("SASLMechanisms"))
                  .sorted()
                  .toList());
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads whether a schema defines an attribute, and by which OID. */
  void definitionOf(String dn, String attribute) {
    try {
      Entry entry = client.getEntry(dn, "attributeTypes");
      String[] all = entry == null ? null : entry.getAttributeValues("attributeTypes");
      answers.add(
          attribute
              + ": "
              + Stream.of(all == null ? new String[0] : all)
                  .filter(each -> each.contains("'" + attribute + "'"))
                  .map(each -> each.replaceFirst("(?s)^\\(\\s*(\\S+).*", "$1"))
                  .toList());
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks whether a filter selects an entry. */
  void findAt(String dn, String filter) {
    write(
        dn + " " + filter,
        () -> {
          SearchResult result = client.search(dn, SearchScope.BASE, filter, "1.1");
          answers.add(result.getEntryCount() + " entries");
          return result;
        });
  }

  void find(String filter) {
    try {
      answers.add(filter + sorted(dns(client.search(BASE, SearchScope.SUB, filter, "1.1"))));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Searches with a filter that the directory may refuse. */
  void findOrFail(String filter) {
    write(
        filter,
        () -> {
          SearchResult result = client.search(BASE, SearchScope.SUB, filter, "1.1");
          answers.add(sorted(dns(result)));
          return result;
        });
  }

  /** Searches a user by the time of the entry, once its last letter is replaced. */
  void findByTime(String user, String operator, String end) {
    try {
      String attribute = "createTimestamp";
      String time = client.getEntry(dn(user), attribute).getAttributeValue(attribute);
      String filter = "(" + attribute + operator + time.replace("Z", end) + ")";
      int found = client.search(dn(user), SearchScope.BASE, filter, "1.1").getEntryCount();
      answers.add(operator + end + ": " + found);
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Searches the entries below the base, without the base itself. */
  void findSubordinates(String filter) {
    write(
        filter,
        () -> {
          SearchResult result = client.search(BASE, SearchScope.SUBORDINATE_SUBTREE, filter, "1.1");
          answers.add(sorted(dns(result)));
          return result;
        });
  }

  /** Searches in a way that may dereference aliases. */
  void dereference(DereferencePolicy policy, String base, SearchScope scope, String filter) {
    write(
        policy + " " + base + " " + scope + " " + filter,
        () -> {
          SearchRequest request = new SearchRequest(base, scope, filter, "1.1");
          request.setDerefPolicy(policy);
          SearchResult result = client.search(request);
          answers.add(sorted(dns(result)));
          return result;
        });
  }

  private static String[] dns(SearchResult result) {
    return result.getSearchEntries().stream().map(Entry::getDN).toArray(String[]::new);
  }

  private static String sorted(String... values) {
    return Stream.of(values).map(Session::oneSpelling).sorted().toList().toString();
  }

  private static String oneSpelling(String value) {
    try {
      return DN.normalize(value);
    } catch (LDAPException e) {
      return value;
    }
  }

  /** Changes the directory as its administrator, by an LDIF change record. */
  void change(String... lines) {
    try {
      LDIFReader.decodeChangeRecord(lines).processChange(administrator);
    } catch (Exception e) {
      throw new IllegalStateException(String.join("; ", lines), e);
    }
  }

  /** Requests a change as the administrator, which the directory may refuse. */
  void tryToChange(String... lines) {
    write(
        String.join(", ", lines),
        () -> LDIFReader.decodeChangeRecord(lines).processChange(administrator));
  }

  /** Requests a change as the administrator, of which only the result code is of interest. */
  void changeCode(String... lines) {
    tryToChange(lines);
    String last = answers.remove(answers.size() - 1);
    answers.add(last.replaceFirst("(?s)^(.*: \\d+) \".*$", "$1"));
  }

  /** Replaces the values of an attribute as the administrator. */
  void replace(String user, String attribute, String... values) {
    try {
      administrator.modify(dn(user), new Modification(ModificationType.REPLACE, attribute, values));
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until an attribute has another value, as some servers answer before they are done. */
  void awaitOtherThan(String user, String attribute, String value) {
    await(
        user + " has another " + attribute + " than " + value,
        () -> !administrator.getEntry(dn(user), attribute).hasAttributeValue(attribute, value));
  }

  interface Condition {
    boolean holds() throws LDAPException;
  }

  /** Waits at most ten seconds for what a server does in its own time. */
  static void await(String what, Condition condition) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (condition.holds()) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(MILLIS_BETWEEN_ATTEMPTS);
      }
    } catch (LDAPException e) {
      throw new IllegalStateException(what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("not within ten seconds: " + what);
  }

  private void write(String what, Talk talk) {
    try {
      answers.add(what + ": " + describe(talk.result()));
    } catch (LDAPException e) {
      // Its message would be there even if the directory sent none.
      answers.add(
          what
              + ": "
              + describe(
                  new LDAPResult(
                      -1,
                      e.getResultCode(),
                      e.getDiagnosticMessage(),
                      e.getMatchedDN(),
                      e.getReferralURLs(),
                      e.getResponseControls())));
    } catch (LDIFException e) {
      throw new IllegalArgumentException(what, e);
    }
  }

  private static String describe(LDAPResult result) {
    String text = result.getDiagnosticMessage();
    return result.getResultCode().intValue()
        + (text == null ? "" : " \"" + text + "\"")
        + Stream.of(result.getResponseControls())
            .map(Session::describe)
            .sorted()
            .collect(joining());
  }

  private static String describe(Control control) {
    if (!control.getOID().equals(POLICY)) {
      String value = control.getValue().stringValue();
      return " {" + control.getOID() + " " + roughly(Integer.parseInt(value)) + "}";
    }
    try {
      var policy =
          new DraftBeheraLDAPPasswordPolicy10ResponseControl(POLICY, false, control.getValue());
      return " {"
          + policy.getWarningType()
          + " "
          + roughly(policy.getWarningValue())
          + ", "
          + policy.getErrorType()
          + "}";
    } catch (LDAPException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A few seconds are no difference. */
  private static String roughly(int seconds) {
    return seconds < 600 ? String.valueOf(seconds) : Math.round(seconds / 3600.0) + " hours";
  }

  @Override
  public void close() {
    client.close();
    administrator.close();
  }
}
