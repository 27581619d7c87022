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
 * Looks back at what clients did up to a moment, in the order in which it was answered. Immutable;
 * the methods that select return less of the same.
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

  /** Selects everything that asks for an answer: binds, searches, compares and the like. */
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
   * @param name a user of the directory, or the DN or other name that was sent; without case
   * @throws IllegalArgumentException if it is none of these, as no bind at all would be selected
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
   * Selects what has this user or group, DN, OID or other name that was sent as its DN.
   *
   * @throws IllegalArgumentException if it is none of these, as nothing at all would be selected
   */
  public Operations about(String name) {
    check(name);
    return matching(operation -> names.isSame(operation.dn(), name));
  }

  /**
   * Selects what does not have any of these users or groups, DNs, OIDs or other names that were
   * sent as its DN.
   *
   * @throws IllegalArgumentException if one is none of these, as everything would be selected
   */
  public Operations except(String... others) {
    Stream.of(others).forEach(this::check);
    return matching(
        operation -> Stream.of(others).noneMatch(name -> names.isSame(operation.dn(), name)));
  }

  /** Selects what was answered with this result code. */
  public Operations answered(int resultCode) {
    return matching(operation -> operation.resultCode() == resultCode);
  }

  /** Selects what happened on this connection. */
  public Operations on(long connection) {
    return matching(operation -> operation.connection() == connection);
  }

  /** Selects what satisfies a condition. */
  public Operations matching(Predicate<? super Operation> condition) {
    return new Operations(stream().filter(condition).toList(), all, names);
  }

  /** Refuses a slip of the pen, which would pass for somebody who did nothing. */
  private void check(String name) {
    boolean wasSent = all.stream().anyMatch(operation -> names.isSame(operation.dn(), name));
    if (wasSent || OID.isStrictlyValidNumericOID(name)) {
      return;
    }
    try {
      names.check(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; and no client said that", e);
    }
  }

  private Operations of(Operation.Type type) {
    return matching(operation -> operation.type() == type);
  }

  /** Returns how many there are. */
  public int count() {
    return operations.size();
  }

  /** Returns on how many connections they happened. */
  public int connections() {
    return (int) stream().mapToLong(Operation::connection).distinct().count();
  }

  /**
   * Returns how many round trips follow each other: the most requests of which each arrived after
   * the one before it was answered. Requests that overlap cost one round trip together.
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

  /** Returns them one by one. */
  public Stream<Operation> stream() {
    return operations.stream();
  }

  /** Returns them as an unmodifiable list. */
  public List<Operation> list() {
    return operations;
  }

  @Override
  public Iterator<Operation> iterator() {
    return operations.iterator();
  }

  /** Returns one operation a line. */
  @Override
  public String toString() {
    return stream().map(Operation::toString).collect(joining("\n"));
  }
}
