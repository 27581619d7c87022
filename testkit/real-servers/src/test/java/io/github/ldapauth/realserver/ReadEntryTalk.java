// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.realserver;

import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.controls.PostReadRequestControl;
import com.unboundid.ldap.sdk.controls.PostReadResponseControl;
import com.unboundid.ldap.sdk.controls.PreReadRequestControl;
import com.unboundid.ldap.sdk.controls.PreReadResponseControl;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Changes that ask for the entry before and after (RFC 4527), on one connection.
 *
 * @param requested the attributes that they ask for
 */
record ReadEntryTalk(LDAPConnection connection, List<String> requested) {

  private interface Change {
    LDAPResult make() throws LDAPException;
  }

  private String[] attributes() {
    return requested.toArray(String[]::new);
  }

  String add(Entry entry) {
    AddRequest request = new AddRequest(entry);
    request.addControl(new PostReadRequestControl(attributes()));
    return describe(() -> connection.add(request));
  }

  String replace(String dn, String attribute, String value) {
    ModifyRequest request =
        new ModifyRequest(dn, new Modification(ModificationType.REPLACE, attribute, value));
    request.addControl(new PreReadRequestControl(attributes()));
    request.addControl(new PostReadRequestControl(attributes()));
    return describe(() -> connection.modify(request));
  }

  String rename(String dn, String newRdn) {
    ModifyDNRequest request = new ModifyDNRequest(dn, newRdn, true);
    request.addControl(new PreReadRequestControl(attributes()));
    request.addControl(new PostReadRequestControl(attributes()));
    return describe(() -> connection.modifyDN(request));
  }

  String delete(String dn) {
    DeleteRequest request = new DeleteRequest(dn);
    request.addControl(new PreReadRequestControl(attributes()));
    return describe(() -> connection.delete(request));
  }

  private static String describe(Change change) {
    try {
      LDAPResult result = change.make();
      PreReadResponseControl before = PreReadResponseControl.get(result);
      PostReadResponseControl after = PostReadResponseControl.get(result);
      return "before: "
          + describe(before == null ? null : before.getEntry())
          + "; after: "
          + describe(after == null ? null : after.getEntry());
    } catch (LDAPException e) {
      return String.valueOf(e.getResultCode().intValue());
    }
  }

  private static String describe(@Nullable Entry entry) throws LDAPException {
    return entry == null
        ? "none"
        : DN.normalize(entry.getDN())
            + entry.getAttributes().stream().map(ReadEntryTalk::describe).sorted().toList();
  }

  /** The values of the others are those of one server only. */
  private static String describe(Attribute attribute) {
    return List.of("cn", "description", "memberof", "sn")
            .contains(attribute.getBaseName().toLowerCase(Locale.ROOT))
        ? attribute.getName() + List.of(attribute.getValues())
        : attribute.getName();
  }
}
