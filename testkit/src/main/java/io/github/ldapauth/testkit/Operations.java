// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.testkit;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import com.unboundid.util.OID;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The operations of clients up to a moment, in the order of the answers. Immutable; the methods
 * that select return a part of it.
 */
public final class Operations implements Iterable<Operation> {

  private static final Set<Operation.Type> CHANGES =
      EnumSet.of(
          Operation.Type.ADD,
          Operation.Type.DELETE,
          Operation.Type.MODIFY,
          Operation.Type.MODIFY_DN);

  private final List<Operation> operations;
  private final List<Operation> all;
  private final Names names;

  Operations(List<Operation> all, Names names) {
    this(List.copyOf(all), List.copyOf(all), names);
  }

  private Operations(List<Operation> operations, List<Operation> all, Names names) {
    this.operations = operations;
    this.all = all;
    this.names = names;
  }

  /** Selects the requests that want an answer: binds, searches, compares and the like. */
  public Operations requests() {
    return matching(operation -> operation.type().isRequest());
  }

  /** Selects the binds. */
  public Operations binds() {
    return of(Operation.Type.BIND);
  }

  /**
   * Selects the binds with this name.
   *
   * @param name a user of the directory, or the DN or other name that was sent, in any case
   * @throws IllegalArgumentException if it is none of these, which is a mistake in the test
   */
  public Operations binds(String name) {
    return binds().about(name);
  }

  /** Selects the searches. */
  public Operations searches() {
    return of(Operation.Type.SEARCH);
  }

  /** Selects the compares. */
  public Operations compares() {
    return of(Operation.Type.COMPARE);
  }

  /** Selects the adds, deletes, modifies and modify DNs. */
  public Operations changes() {
    return matching(operation -> CHANGES.contains(operation.type()));
  }

  /** Selects the extended operations. */
  public Operations extended() {
    return of(Operation.Type.EXTENDED);
  }

  /** Selects the openings of connections. */
  public Operations connects() {
    return of(Operation.Type.CONNECT);
  }

  /** Selects the unbinds. */
  public Operations unbinds() {
    return of(Operation.Type.UNBIND);
  }

  /**
   * Selects the operations about a user or group, a DN, an OID or another name that was sent.
   *
   * @throws IllegalArgumentException if it is none of these, which is a mistake in the test
   */
  public Operations about(String name) {
    check(name);
    return matching(operation -> names.isSame(operation.dn(), name));
  }

  /**
   * Selects the operations about other users or groups, DNs, OIDs or names that were sent.
   *
   * @throws IllegalArgumentException if one is none of these, which is a mistake in the test
   */
  public Operations except(String... others) {
    Stream.of(others).forEach(this::check);
    return matching(
        operation -> Stream.of(others).noneMatch(name -> names.isSame(operation.dn(), name)));
  }

  /** Selects the operations with this result code. */
  public Operations answered(int resultCode) {
    return matching(operation -> operation.resultCode() == resultCode);
  }

  /** Selects the operations on this connection. */
  public Operations on(long connection) {
    return matching(operation -> operation.connection() == connection);
  }

  /** Selects the operations that match a condition. */
  public Operations matching(Predicate<? super Operation> condition) {
    return new Operations(stream().filter(condition).toList(), all, names);
  }

  /** Rejects a misspelt name, which would look like a user without operations. */
  private void check(String name) {
    boolean wasSent = all.stream().anyMatch(operation -> names.isSame(operation.dn(), name));
    if (wasSent || OID.isStrictlyValidNumericOID(name)) {
      return;
    }
    try {
      names.check(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; and no client sent it", e);
    }
  }

  private Operations of(Operation.Type type) {
    return matching(operation -> operation.type() == type);
  }

  /** Returns the number of operations. */
  public int count() {
    return operations.size();
  }

  /** Returns the number of connections that they used. */
  public int connections() {
    return (int) stream().mapToLong(Operation::connection).distinct().count();
  }

  /**
   * Returns the number of consecutive round trips: the most requests that each arrived after the
   * answer to the one before. Requests that overlap count once.
   */
  public int roundTrips() {
    int count = 0;
    long free = -1;
    for (Operation request :
        requests().stream().sorted(comparingLong(Operation::answered)).toList()) {
      if (request.arrived() > free) {
        count++;
        free = request.answered();
      }
    }
    return count;
  }

  /** Returns the operations as a stream. */
  public Stream<Operation> stream() {
    return operations.stream();
  }

  /** Returns the operations as an unmodifiable list. */
  public List<Operation> list() {
    return operations;
  }

  @Override
  public Iterator<Operation> iterator() {
    return operations.iterator();
  }

  /** Returns one line for each operation. */
  @Override
  public String toString() {
    return stream().map(Operation::toString).collect(joining("\n"));
  }
}
