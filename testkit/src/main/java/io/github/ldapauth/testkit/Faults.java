// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Scripts what the directory does instead of its work. Each fault serves one request, the next of
 * its kind; several are used in the order in which they were added.
 */
public final class Faults {

  private final Map<Operation.Type, Deque<Fault>> next = new EnumMap<>(Operation.Type.class);

  Faults() {}

  /** Scripts the next bind. */
  public Next nextBind() {
    return new Next(Operation.Type.BIND);
  }

  /** Scripts the next search. */
  public Next nextSearch() {
    return new Next(Operation.Type.SEARCH);
  }

  /** Scripts the next extended operation, such as StartTLS. */
  public Next nextExtended() {
    return new Next(Operation.Type.EXTENDED);
  }

  /** Forgets the faults that were not used. */
  public synchronized void clear() {
    next.clear();
  }

  synchronized Optional<Fault> take(Operation.Type type) {
    return Optional.ofNullable(next.get(type)).map(Deque::poll);
  }

  private synchronized void add(Operation.Type type, Fault fault) {
    next.computeIfAbsent(type, any -> new ArrayDeque<>()).add(fault);
  }

  /** Says what happens to the next request of one kind. */
  public final class Next {

    private final Operation.Type type;

    private Next(Operation.Type type) {
      this.type = type;
    }

    /**
     * Answers with a result code (RFC 4511, appendix A) and a diagnostic message, and does nothing.
     */
    public void answers(int resultCode, String diagnosticMessage) {
      add(type, Fault.answer(resultCode, diagnosticMessage));
    }

    /** Does the work, and answers with this result code and message all the same. */
    public void worksButAnswers(int resultCode, String diagnosticMessage) {
      add(type, new Fault(true, resultCode, diagnosticMessage, Fault.Ending.ANSWER));
    }

    /** Answers with a referral (result code 10) to this URL. */
    public void refersTo(String url) {
      add(type, new Fault(false, 10, url, Fault.Ending.REFERRAL));
    }

    /** Reads the request and never answers it. */
    public void neverAnswers() {
      add(type, new Fault(false, -1, "", Fault.Ending.SILENCE));
    }

    /** Closes the connection instead of answering. */
    public void closesConnection() {
      add(type, new Fault(false, -1, "", Fault.Ending.CLOSE));
    }
  }
}
