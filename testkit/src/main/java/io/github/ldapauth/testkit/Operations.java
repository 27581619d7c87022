// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks back at what clients did, in the order in which it was answered. */
public final class Operations {

  private static final Set<Operation.Type> REQUESTS =
      EnumSet.of(
          Operation.Type.BIND,
          Operation.Type.SEARCH,
          Operation.Type.COMPARE,
          Operation.Type.EXTENDED,
          Operation.Type.CHANGE);

  private final List<Operation> log = new CopyOnWriteArrayList<>();

  Operations() {}

  void add(Operation operation) {
    log.add(operation);
  }

  /** Returns everything that was recorded. */
  public List<Operation> all() {
    return List.copyOf(log);
  }

  /** Returns everything that asks for an answer: binds, searches, compares and the like. */
  public List<Operation> requests() {
    return log.stream().filter(operation -> REQUESTS.contains(operation.type())).toList();
  }

  /** Returns the binds. */
  public List<Operation> binds() {
    return of(Operation.Type.BIND).toList();
  }

  /** Returns the binds with this DN, as it was sent, but for the case of letters. */
  public List<Operation> binds(String dn) {
    return of(Operation.Type.BIND).filter(bind -> bind.dn().equalsIgnoreCase(dn)).toList();
  }

  /** Returns the searches. */
  public List<Operation> searches() {
    return of(Operation.Type.SEARCH).toList();
  }

  /** Returns the extended operations. */
  public List<Operation> extended() {
    return of(Operation.Type.EXTENDED).toList();
  }

  /** Returns how many connections were opened. */
  public int connects() {
    return (int) of(Operation.Type.CONNECT).count();
  }

  /** Forgets what was recorded so far. */
  public void clear() {
    log.clear();
  }

  private Stream<Operation> of(Operation.Type type) {
    return log.stream().filter(operation -> operation.type() == type);
  }

  /** Returns one operation a line. */
  @Override
  public String toString() {
    return log.stream().map(Operation::toString).collect(Collectors.joining("\n"));
  }
}
