// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchScope;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PagedSearches;
import io.github.ldapauth.testkit.server.PasswordScheme;
import io.github.ldapauth.testkit.server.PolicyRules;
import io.github.ldapauth.testkit.server.RequestType;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Behaves like OpenLDAP; see {@code ServerKind.OPEN_LDAP}. */
public final class OpenLdapEmulation extends PolicyEmulation {

  private static final Answer NO_SUCH_OBJECT = new Answer(ResultCode.NO_SUCH_OBJECT_INT_VALUE, "");

  public OpenLdapEmulation(PolicyRules policy, InstantSource clock) {
    super(policy, clock);
  }

  @Override
  PolicyAccount account(EditableEntry user, PolicyRules policy, Instant now) {
    return new OpenLdapAccount(user, policy, now);
  }

  @Override
  protected List<VirtualAttribute> virtualAttributes() {
    return List.of(VirtualAttribute.memberOf(Shown.AS_OPERATIONAL));
  }

  @Override
  protected List<String> schemas() {
    return Stream.concat(super.schemas().stream(), Stream.of("openldap")).toList();
  }

  @Override
  protected Set<String> controls() {
    return Set.of(
        "1.2.840.113556.1.4.319",
        "1.3.6.1.1.12",
        "1.3.6.1.1.13.1",
        "1.3.6.1.1.13.2",
        "1.3.6.1.1.22",
        "1.3.6.1.4.1.42.2.27.8.5.1",
        "1.3.6.1.4.1.4203.1.10.1",
        "2.16.840.1.113730.3.4.2",
        "2.16.840.1.113730.3.4.18");
  }

  /** The permissive modify control is not advertised. */
  @Override
  protected boolean takesControl(String oid, RequestType type) {
    return super.takesControl(oid, type)
        || (oid.equals("1.2.840.113556.1.4.1413") && type == RequestType.MODIFY);
  }

  @Override
  protected String unavailableControl(String oid) {
    return controls().contains(oid)
        ? "critical extension is unavailable"
        : "critical extension is not recognized";
  }

  @Override
  protected List<Attribute> rootDse(List<String> baseDns) {
    return List.of(
        new Attribute("objectClass", "top", "OpenLDAProotDSE"),
        new Attribute("structuralObjectClass", "OpenLDAProotDSE"),
        new Attribute("configContext", "cn=config"),
        new Attribute(
            "supportedFeatures",
            "1.3.6.1.1.14",
            "1.3.6.1.4.1.4203.1.5.1",
            "1.3.6.1.4.1.4203.1.5.2",
            "1.3.6.1.4.1.4203.1.5.3",
            "1.3.6.1.4.1.4203.1.5.4",
            "1.3.6.1.4.1.4203.1.5.5"),
        new Attribute("supportedLDAPVersion", "3"),
        new Attribute("entryDN", ""));
  }

  @Override
  protected Answer unauthenticatedBind() {
    return new Answer(53, "unauthenticated bind (DN with no password) disallowed");
  }

  /** The default of {@code password-hash}; other changes are not hashed by default. */
  @Override
  protected Optional<PasswordScheme> passwordModifyScheme() {
    return Optional.of(PasswordScheme.SSHA);
  }

  @Override
  protected Set<String> extendedOperations() {
    return Set.of(PASSWORD_MODIFY, WHO_AM_I, CANCEL, START_TRANSACTION, END_TRANSACTION);
  }

  @Override
  protected boolean forgetsUserAtStartTls() {
    return true;
  }

  @Override
  protected PagedSearches pagedSearches() {
    return new OpenLdapPagedSearches();
  }

  @Override
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return request.getBaseDN().isEmpty() && !request.getScope().equals(SearchScope.BASE)
        ? Optional.of(NO_SUCH_OBJECT)
        : Optional.empty();
  }

  @Override
  protected Optional<Answer> unreadableBase(boolean exists) {
    return Optional.of(NO_SUCH_OBJECT);
  }

  @Override
  protected Answer unreadable(boolean entryReadable) {
    return entryReadable ? super.unreadable(true) : NO_SUCH_OBJECT;
  }

  /** Without credentials, even empty ones, the server asks for them. */
  @Override
  protected Optional<Answer> refuseExternal(boolean withCertificate, boolean withCredentials) {
    if (!withCertificate) {
      return Optional.of(new Answer(7, "SASL(-4): no mechanism available: "));
    }
    return withCredentials
        ? Optional.empty()
        : Optional.of(new Answer(14, "SASL(0): successful result: "));
  }

  @Override
  protected Answer anonymousSearch() {
    return new Answer(53, "authentication required");
  }

  @Override
  protected Optional<Answer> refusePasswordChange(
      String identity, @Nullable String oldPassword, Client client, Entries entries) {
    if (Entries.parse(identity).isEmpty() || identity.regionMatches(true, 0, "dn:", 0, 3)) {
      return Optional.of(new Answer(ResultCode.INVALID_ATTRIBUTE_SYNTAX_INT_VALUE, "Invalid DN"));
    }
    return isWrong(oldPassword, entries.at(identity), entries)
        ? Optional.of(new Answer(53, "unwilling to verify old password"))
        : Optional.empty();
  }

  @Override
  protected Optional<Answer> refuse(NewPasswords.Flaw flaw, boolean byOperation) {
    return Optional.of(
        switch (flaw) {
          case TOO_SHORT ->
              new Answer(
                  19, "Password fails quality checking policy", PolicyResponse.passwordTooShort());
          case IN_USE ->
              new Answer(
                  19,
                  "Password is not being changed from existing value",
                  PolicyResponse.passwordInHistory());
          case USED_BEFORE ->
              new Answer(
                  19,
                  "Password is in history of old passwords",
                  PolicyResponse.passwordInHistory());
        });
  }

  @Override
  protected Optional<Answer> refuseVersion(int version) {
    return version == 3
        ? Optional.empty()
        : Optional.of(
            new Answer(
                ResultCode.PROTOCOL_ERROR_INT_VALUE,
                version < 3
                    ? "historical protocol version requested, use LDAPv3 instead"
                    : "requested protocol version not supported"));
  }

  @Override
  protected Answer bind(@Nullable ReadOnlyEntry user, Answer plain, Entries entries) {
    if (plain.resultCode() == ResultCode.INVALID_DN_SYNTAX_INT_VALUE) {
      return new Answer(ResultCode.INVALID_DN_SYNTAX_INT_VALUE, "invalid DN");
    }
    return super.bind(user, plain, entries);
  }
}
