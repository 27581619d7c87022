// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Scripts what the directory does instead of its work. Each fault serves one request, the next of
 * its kind; several are used in the order in which they were added.
 */
public final class Faults {

  private record Scripted(Operation.Type type, String part, Fault fault) {}

  private final List<Scripted> script = new ArrayList<>();

  Faults() {}

  /** Scripts the next bind, whoever binds. */
  public Next nextBind() {
    return nextBindAs("");
  }

  /** Scripts the next bind whose DN contains this text, whatever its case. */
  public Next nextBindAs(String part) {
    return new Next(Operation.Type.BIND, part);
  }

  /** Scripts the next search, whatever is searched for. */
  public Next nextSearch() {
    return nextSearchWith("");
  }

  /** Scripts the next search whose filter contains this text, whatever its case. */
  public Next nextSearchWith(String part) {
    return new Next(Operation.Type.SEARCH, part);
  }

  /** Scripts the next extended operation, such as StartTLS. */
  public Next nextExtended() {
    return new Next(Operation.Type.EXTENDED, "");
  }

  /** Forgets the faults that were not used. */
  public synchronized void clear() {
    script.clear();
  }

  /** Takes the fault for a request with this DN or filter, if there is one. */
  synchronized Optional<Fault> take(Operation.Type type, String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    for (Iterator<Scripted> faults = script.iterator(); faults.hasNext(); ) {
      Scripted next = faults.next();
      if (next.type() == type && lowerCase.contains(next.part())) {
        faults.remove();
        return Optional.of(next.fault());
      }
    }
    return Optional.empty();
  }

  private synchronized void add(Operation.Type type, String part, Fault fault) {
    script.add(new Scripted(type, part.toLowerCase(Locale.ROOT), fault));
  }

  /** Says what happens to the next request of one kind. */
  public final class Next {

    private final Operation.Type type;
    private final String part;

    private Next(Operation.Type type, String part) {
      this.type = type;
      this.part = part;
    }

    /**
     * Answers with a result code (RFC 4511, appendix A) and a diagnostic message, and does nothing.
     */
    public void answers(int resultCode, String diagnosticMessage) {
      add(type, part, Fault.answer(resultCode, diagnosticMessage));
    }

    /** Does the work, and answers with this result code and message all the same. */
    public void worksButAnswers(int resultCode, String diagnosticMessage) {
      add(type, part, new Fault(true, resultCode, diagnosticMessage, Fault.Ending.ANSWER));
    }

    /** Answers with a referral (result code 10) to this URL. */
    public void refersTo(String url) {
      add(type, part, new Fault(false, 10, url, Fault.Ending.REFERRAL));
    }

    /** Reads the request and never answers it. */
    public void neverAnswers() {
      add(type, part, new Fault(false, -1, "", Fault.Ending.SILENCE));
    }

    /** Closes the connection instead of answering. */
    public void closesConnection() {
      add(type, part, new Fault(false, -1, "", Fault.Ending.CLOSE));
    }
  }
}
