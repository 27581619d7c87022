// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import io.github.ldapauth.LdapDiagnosis.Check;
import io.github.ldapauth.group.GroupQuery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The diagnosis of an authenticator: of its servers, and of a sign-in.
 *
 * @param roles further queries, whose groups are looked for
 * @param steps the steps of a sign-in
 */
record Diagnosis(
    LdapAuthConfig config,
    UserMapping<?> mapping,
    List<GroupQuery> roles,
    SignIn<?> steps,
    Servers servers) {

  /** Checks the servers, and returns what does not work, one line each. */
  List<String> problems() {
    DiagnosisLog log = new DiagnosisLog(config.asWritten());
    List<Probe> probes = new ArrayList<>(Probes.kinds(config));
    probes.addAll(Probes.of(config, mapping, roles));
    new DiagnosisOfServers(config, probes, log).run(servers.directories());
    return log.checks().stream().filter(Check::isProblem).map(Check::toString).toList();
  }

  /** Checks the servers, and tells what they are; then checks a sign-in, if a user is named. */
  LdapDiagnosis run(@Nullable String username, @Nullable CharSequence password) {
    DiagnosisLog log = new DiagnosisLog(config.asWritten());
    List<Probe> probes = new ArrayList<>(List.of(Probe.toldKind(new KindCheck(config))));
    probes.addAll(Probes.of(config, mapping, roles));
    boolean works = new DiagnosisOfServers(config, probes, log).run(servers.directories());
    LdapUser user =
        username == null
            ? null
            : new DiagnosisOfUser(config, steps, mapping, roles, log)
                .run(username, password, works);
    return new LdapDiagnosis(log.checks(), user);
  }
}
