// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit.server.policy;

import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.ReadOnlyEntry;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.PasswordExpiredControl;
import com.unboundid.ldap.sdk.controls.PasswordExpiringControl;
import io.github.ldapauth.testkit.server.Answer;
import io.github.ldapauth.testkit.server.Client;
import io.github.ldapauth.testkit.server.EditableEntry;
import io.github.ldapauth.testkit.server.Entries;
import io.github.ldapauth.testkit.server.ExtensibleFilters;
import io.github.ldapauth.testkit.server.Filters;
import io.github.ldapauth.testkit.server.NewPasswords;
import io.github.ldapauth.testkit.server.PagedSearches;
import io.github.ldapauth.testkit.server.PasswordScheme;
import io.github.ldapauth.testkit.server.PolicyRules;
import io.github.ldapauth.testkit.server.VirtualAttribute;
import io.github.ldapauth.testkit.server.VirtualAttribute.Shown;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Behaves like OpenDJ; see {@code ServerKind.OPEN_DJ}. */
public final class OpenDjEmulation extends NetscapeEmulation {

  private static final String IS_MEMBER_OF = "isMemberOf";
  private static final Optional<DN> MANAGER = Entries.parse("cn=Directory Manager");

  public OpenDjEmulation(PolicyRules policy, InstantSource clock) {
    super(policy, clock);
  }

  @Override
  PolicyAccount account(EditableEntry user, PolicyRules policy, Instant now) {
    return new OpenDjAccount(user, policy, now);
  }

  /** The plug-in for that is off unless an administrator turns it on. */
  @Override
  protected boolean keepsReferences() {
    return false;
  }

  @Override
  protected List<VirtualAttribute> virtualAttributes() {
    return List.of(VirtualAttribute.nestedMemberOf(IS_MEMBER_OF, Shown.AS_OPERATIONAL));
  }

  @Override
  protected List<String> schemas() {
    return Stream.concat(super.schemas().stream(), Stream.of("open-dj")).toList();
  }

  @Override
  protected Set<String> controls() {
    return OpenDjRootDse.CONTROLS;
  }

  @Override
  protected String unavailableControl(String oid) {
    return "The request control with Object Identifier (OID) \""
        + oid
        + "\" cannot be used due to insufficient access rights";
  }

  /** A client gets the response control that it asks for, or those of Netscape's draft. */
  @Override
  protected Answer policyAnswer(Answer answer, boolean policyRequested) {
    return policyRequested
        ? answer
            .without(PasswordExpiredControl.PASSWORD_EXPIRED_OID)
            .without(PasswordExpiringControl.PASSWORD_EXPIRING_OID)
        : super.policyAnswer(answer, false);
  }

  @Override
  protected Answer bind(@Nullable ReadOnlyEntry user, Answer plain, Entries entries) {
    return user == null
        ? Answer.invalidCredentials(PolicyResponse.empty())
        : super.bind(user, plain, entries);
  }

  @Override
  protected Answer anonymousSearch() {
    return new Answer(
        ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
        "Rejecting the requested operation because the connection has not been authenticated");
  }

  @Override
  protected Answer unauthenticatedBind() {
    return new Answer(
        ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
        "Unable to process the simple bind request because it contained a bind DN but no"
            + " password, which is forbidden by the server configuration");
  }

  /** As if the password were wrong. */
  @Override
  protected Answer passwordWithoutTls() {
    return Answer.invalidCredentials(PolicyResponse.empty());
  }

  @Override
  protected List<Attribute> rootDse(List<String> baseDns) {
    return OpenDjRootDse.ATTRIBUTES;
  }

  @Override
  protected Set<String> extendedOperations() {
    return Set.of(PASSWORD_MODIFY, WHO_AM_I, CANCEL, START_TRANSACTION, END_TRANSACTION);
  }

  @Override
  protected Answer unknownExtendedOperation(String oid) {
    return new Answer(
        ResultCode.UNWILLING_TO_PERFORM_INT_VALUE,
        "There is no extended operation handler registered with the Directory Server for handling"
            + " extended operations with a request OID of "
            + oid);
  }

  @Override
  protected Answer cancel() {
    return new Answer(
        ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE,
        "The extended operation "
            + CANCEL
            + " cannot be performed due to insufficient access rights");
  }

  @Override
  protected Answer secondStartTls() {
    return new Answer(
        ResultCode.UNAVAILABLE_INT_VALUE,
        "The TLS connection security provider cannot be enabled on this client connection because"
            + " it is already using the javax.net.ssl.SSLEngine provider. StartTLS can only be used"
            + " on clear-text connections");
  }

  @Override
  protected String authorizationId(DN dn) {
    return "dn:" + dn + (MANAGER.filter(dn::equals).isPresent() ? ",cn=Root DNs,cn=config" : "");
  }

  @Override
  protected Optional<Answer> refuseSearch(SearchRequestProtocolOp request, boolean anonymous) {
    return Filters.leaves(request.getFilter())
        .filter(ExtensibleFilters::hasUnknownRule)
        .findFirst()
        .map(
            leaf ->
                new Answer(
                    ResultCode.OTHER_INT_VALUE,
                    "org.forgerock.opendj.ldap.schema.UnknownSchemaElementException: No matching"
                        + " rule with name or OID \""
                        + leaf.getMatchingRuleID()
                        + "\" exists in the schema"));
  }

  @Override
  protected String noSuchBase(String base) {
    return "The search base entry '" + base + "' does not exist";
  }

  /** An attribute that the server makes is never missing. */
  @Override
  protected Answer missingAttribute(String dn, String attribute) {
    return attribute.equalsIgnoreCase(IS_MEMBER_OF)
        ? new Answer(ResultCode.COMPARE_FALSE_INT_VALUE, "")
        : new Answer(
            ResultCode.NO_SUCH_ATTRIBUTE_INT_VALUE,
            "Entry \""
                + dn
                + "\" does not contain any values for attribute \""
                + attribute
                + "\" with the specified set of options");
  }

  @Override
  protected PagedSearches pagedSearches() {
    return new OpenDjPagedSearches();
  }

  @Override
  protected Optional<PasswordScheme> passwordScheme() {
    return Optional.of(PasswordScheme.SSHA);
  }

  @Override
  protected Optional<Answer> refusePasswordChange(
      String identity, @Nullable String oldPassword, Client client, Entries entries) {
    return OpenDjPasswords.refuse(identity, oldPassword, entries);
  }

  @Override
  protected Optional<Answer> refuse(NewPasswords.Flaw flaw, boolean byOperation) {
    return Optional.of(
        flaw == NewPasswords.Flaw.TOO_SHORT
            ? OpenDjPasswords.tooShort(newPasswords().minLength(), byOperation)
            : OpenDjPasswords.inHistory(byOperation));
  }

  @Override
  protected boolean exemptsAdministrators() {
    return false;
  }

  @Override
  protected Answer passwordChanged() {
    return Answer.success(PolicyResponse.empty());
  }
}
