// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import io.github.ldapauth.testkit.FaultEffect.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A fault: which requests it matches, and what happens to them. It takes effect when one of the
 * last methods is called: {@link #works}, {@link #answers} and those after it.
 *
 * <pre>{@code
 * directory.faults().next(BIND).as("alice").answers(51, "busy");
 * }</pre>
 */
public final class Fault {

  private static final int MAX_RESULT_CODE = 16_654;

  private final Faults faults;
  private final Names names;
  private final Operation.@Nullable Type type;
  private final boolean once;
  private final String place = CallSite.here();
  private final List<Control> controls = new ArrayList<>();
  private final List<String> references = new ArrayList<>();
  private @Nullable String name;
  private @Nullable String filterPart;
  private Duration delay = Duration.ZERO;

  Fault(Faults faults, Names names, Operation.@Nullable Type type, boolean once) {
    this.faults = faults;
    this.names = names;
    this.type = type;
    this.once = once;
    if (type != null && !type.isRequest()) {
      throw mistake(
          "a directory does not answer " + type + "; see TestDirectory.refuseConnections and stop");
    }
  }

  /**
   * Matches only requests about this entry: a bind as it, a search with it as the base, a compare
   * or change of it. Default: any entry.
   *
   * @param userOrDn a user or group of the directory, or a DN
   */
  public Fault as(String userOrDn) {
    String dn = names.dnOrText(userOrDn);
    if (!Names.isDn(dn)) {
      throw mistake("no user or group is named \"" + userOrDn + "\", and it is not a DN");
    }
    name = dn;
    return this;
  }

  /** Matches only searches with this text in the filter, in any case. Default: any filter. */
  public Fault withFilter(String part) {
    onlySearches("withFilter");
    if (part.isEmpty()) {
      throw mistake("withFilter(\"\") matches every search, so leave it out");
    }
    filterPart = part.toLowerCase(Locale.ROOT);
    return this;
  }

  /** Delays the request for this long, before it takes effect. Default: no delay. */
  public Fault after(Duration delay) {
    this.delay = positive(delay);
    return this;
  }

  /**
   * Adds a response control to the answer. Default: only those of the directory.
   *
   * @param oid the control's type (RFC 4511, section 4.1.11)
   * @param value its value, or null for none
   */
  public Fault attaching(String oid, byte @Nullable [] value) {
    if (!oid.matches("\\d+(\\.\\d+)+")) {
      throw mistake("\"" + oid + "\" is not an OID");
    }
    controls.add(new Control(oid, false, value == null ? null : new ASN1OctetString(value)));
    return this;
  }

  /** Adds a continuation reference (RFC 4511, section 4.5.3) to what a search returns. */
  public Fault referringTo(String url) {
    onlySearches("referringTo");
    references.add(ldapUrl(url));
    return this;
  }

  /** Does the work as usual, after {@link #after}, {@link #attaching} and the like. */
  public void works() {
    add(FaultEffect.WORK);
  }

  /** Answers with a result code (RFC 4511, appendix A) and a diagnostic message, without effect. */
  public void answers(int resultCode, String diagnosticMessage) {
    add(FaultEffect.NO_WORK.answering(code(resultCode), diagnosticMessage));
  }

  /** Does the work, but answers with this result code and message. */
  public void worksButAnswers(int resultCode, String diagnosticMessage) {
    add(FaultEffect.WORK.answering(code(resultCode), diagnosticMessage));
  }

  /**
   * Returns this many of the entries that a search finds, and answers that the size limit is
   * exceeded (result code 4).
   */
  public void returnsOnly(int entries) {
    onlySearches("returnsOnly");
    if (entries < 1) {
      throw mistake("returnsOnly(" + entries + "): must be at least 1; else use answers(4, ...)");
    }
    add(FaultEffect.WORK.returningOnly(entries).answering(4, ""));
  }

  /** Answers with a referral (result code 10) to this URL, without effect. */
  public void refersTo(String url) {
    add(FaultEffect.NO_WORK.referringTo(ldapUrl(url)));
  }

  /** Reads the request and never answers it; it has no effect. */
  public void neverAnswers() {
    add(FaultEffect.NO_WORK.ending(Ending.SILENCE));
  }

  /** Closes the connection instead of answering; the request has no effect. */
  public void closesConnection() {
    add(FaultEffect.NO_WORK.ending(Ending.CLOSE));
  }

  /** Does the work, and closes the connection instead of answering. */
  public void worksButClosesConnection() {
    add(FaultEffect.WORK.ending(Ending.CLOSE));
  }

  /** Does the work at once, and answers only after this long. */
  public void worksButAnswersAfter(Duration delay) {
    add(FaultEffect.WORK.pausing(positive(delay)));
  }

  /** Does the work, and closes the connection after half of the last message of the answer. */
  public void worksButAnswersHalf() {
    add(FaultEffect.WORK.ending(Ending.HALF));
  }

  /** Does the work, and waits this long before each byte of the last message of the answer. */
  public void worksButDripsAnswer(Duration pause) {
    add(FaultEffect.WORK.pausing(positive(pause)).ending(Ending.DRIP));
  }

  /** Holds the next such request, without effect, until the test releases it. */
  public HeldRequest holds() {
    return held(false);
  }

  /** Does the work of the next such request, and holds the answer until the test releases it. */
  public HeldRequest holdsAnswer() {
    return held(true);
  }

  private HeldRequest held(boolean afterWork) {
    if (!once) {
      throw mistake("one request can be held at a time: use next(...)");
    }
    HeldRequest held = new HeldRequest(afterWork, toString());
    add(FaultEffect.WORK.heldBy(held));
    return held;
  }

  private void add(FaultEffect effect) {
    if (!effect.ending().answers() && !controls.isEmpty()) {
      throw mistake("without an answer there is no control");
    }
    FaultEffect whole = effect.with(delay, references, controls);
    faults.add(this, new ScriptedFault(type, name, filterPart, once, whole, toString()));
  }

  private void onlySearches(String method) {
    if (type != Operation.Type.SEARCH) {
      throw mistake(method + " applies to searches only: use next(SEARCH) or every(SEARCH)");
    }
  }

  private Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw mistake("a delay of " + duration + " is no delay");
    }
    return duration;
  }

  private int code(int resultCode) {
    if (resultCode < 0 || resultCode > MAX_RESULT_CODE) {
      throw mistake(resultCode + " is not a result code (RFC 4511, appendix A)");
    }
    return resultCode;
  }

  private String ldapUrl(String url) {
    try {
      new LDAPURL(url);
      return url;
    } catch (LDAPException e) {
      throw mistake("\"" + url + "\" is not an LDAP URL (RFC 4516)");
    }
  }

  private IllegalArgumentException mistake(String what) {
    return new IllegalArgumentException(this + " can never happen: " + what);
  }

  /** Returns what the fault matches, and the line that scripted it. */
  @Override
  public String toString() {
    return (once ? "next(" : "every(")
        + (type == null ? "" : type)
        + ")"
        + (name == null ? "" : ".as(\"" + name + "\")")
        + (filterPart == null ? "" : ".withFilter(\"" + filterPart + "\")")
        + " at "
        + place;
  }
}
