// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A script of faults, which the directory plays instead of its work. A request meets the first
 * fault that matches it, in the order in which the faults were scripted.
 */
public final class Faults {

  private final Names names;
  private final Set<Fault> begun = new LinkedHashSet<>();
  private final List<ScriptedFault> script = new ArrayList<>();
  private final Set<ScriptedFault> used = new HashSet<>();

  Faults(Names names) {
    this.names = names;
  }

  /** Scripts the next request of any kind. */
  public Fault next() {
    return begin(new Fault(this, names, null, true));
  }

  /** Scripts the next request of this kind. */
  public Fault next(Operation.Type type) {
    return begin(new Fault(this, names, type, true));
  }

  /** Scripts all requests until {@link #clear}. */
  public Fault every() {
    return begin(new Fault(this, names, null, false));
  }

  /** Scripts all requests of this kind until {@link #clear}. */
  public Fault every(Operation.Type type) {
    return begin(new Fault(this, names, type, false));
  }

  private synchronized Fault begin(Fault fault) {
    begun.add(fault);
    return fault;
  }

  /** Removes all faults. Requests that are held or delayed stay so. */
  public synchronized void clear() {
    begun.clear();
    script.clear();
    used.clear();
  }

  /**
   * Returns the faults that no request met, and those without an effect, each with the line that
   * scripted it.
   */
  public synchronized List<String> unused() {
    Stream<String> unmet = script.stream().filter(f -> !used.contains(f)).map(ScriptedFault::text);
    Stream<String> unfinished =
        begun.stream()
            .map(fault -> fault + " has no effect: end it with works(), answers(...) or the like");
    return Stream.concat(unmet, unfinished).toList();
  }

  /**
   * Checks that each fault met a request.
   *
   * @throws AssertionError if some met none, with the lines that scripted them
   */
  public void assertAllUsed() {
    List<String> unused = unused();
    if (!unused.isEmpty()) {
      throw new AssertionError("no request met these faults:\n - " + String.join("\n - ", unused));
    }
  }

  synchronized void add(Fault sentence, ScriptedFault fault) {
    begun.remove(sentence);
    for (ScriptedFault earlier : script) {
      if (earlier.hides(fault, names)) {
        throw new IllegalArgumentException(
            fault.text() + " can never happen: all such requests meet " + earlier.text());
      }
    }
    script.add(fault);
  }

  /** Returns the effect of the fault for a request, and uses it up if it is for one only. */
  synchronized Optional<FaultEffect> take(Operation.Type type, String dn, String filter) {
    Optional<ScriptedFault> fault =
        script.stream().filter(f -> f.isFor(type, dn, filter, names)).findFirst();
    fault.ifPresent(f -> markUsed(f));
    return fault.map(ScriptedFault::effect);
  }

  private void markUsed(ScriptedFault fault) {
    if (fault.once()) {
      script.remove(fault);
    } else {
      used.add(fault);
    }
  }
}
