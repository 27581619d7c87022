// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, by contestant. */
final class Results {

  /** The results of one contestant. Those of a round have the same position in each list. */
  static final class Of {
    final Map<Lane, List<Slice>> slices = new LinkedHashMap<>();
    final List<Long> coldStartNanos = new ArrayList<>();
    double requests;
    double roundTrips;
  }

  private final Plan plan;
  private final Map<Kind, Of> byKind = new EnumMap<>(Kind.class);

  Results(Plan plan) {
    this.plan = plan;
    plan.contestants().forEach(kind -> byKind.put(kind, new Of()));
  }

  Plan plan() {
    return plan;
  }

  Of of(Kind kind) {
    Of results = byKind.get(kind);
    if (results == null) {
      throw new IllegalArgumentException(kind + " was not measured");
    }
    return results;
  }

  void add(Kind kind, Lane lane, Slice slice) {
    of(kind).slices.computeIfAbsent(lane, none -> new ArrayList<>()).add(slice);
  }

  /** Returns the conditions, in the order of the tables. */
  List<Lane> lanes() {
    return List.copyOf(of(plan.reference()).slices.keySet());
  }

  /** Returns the sign-ins per second, divided by those of the reference in the same round. */
  Spread ratio(Kind kind, Lane lane) {
    List<Slice> own = slices(kind, lane);
    List<Slice> reference = slices(plan.reference(), lane);
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < own.size(); round++) {
      ratios.add(own.get(round).perSecond() / reference.get(round).perSecond());
    }
    return Spread.of(ratios);
  }

  Spread perSecond(Kind kind, Lane lane) {
    return Spread.of(slices(kind, lane).stream().map(Slice::perSecond).toList());
  }

  /** Returns what a sign-in allocates, in the first of the conditions. */
  Spread kibPerLogin(Kind kind) {
    return Spread.of(slices(kind, lanes().get(0)).stream().map(Slice::kibPerLogin).toList());
  }

  /** Returns the processor time of a sign-in, without slapd's, in the first of the conditions. */
  Spread cpuMicrosPerLogin(Kind kind) {
    return Spread.of(slices(kind, lanes().get(0)).stream().map(Slice::cpuMicrosPerLogin).toList());
  }

  Spread coldStartMillis(Kind kind) {
    return Spread.of(of(kind).coldStartNanos.stream().map(nanos -> nanos / 1e6).toList());
  }

  private List<Slice> slices(Kind kind, Lane lane) {
    return of(kind).slices.getOrDefault(lane, List.of());
  }
}
