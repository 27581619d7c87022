// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.unboundid.util.json.JSONArray;
import com.unboundid.util.json.JSONNumber;
import com.unboundid.util.json.JSONObject;
import com.unboundid.util.json.JSONString;
import com.unboundid.util.json.JSONValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results for programs. */
final class JsonReport {

  private JsonReport() {}

  static String of(Machine machine, Results results) {
    Map<String, JSONValue> report = new LinkedHashMap<>();
    report.put("jdk", new JSONString(machine.jdk()));
    report.put("processors", new JSONNumber(machine.processors()));
    report.put("loadAverage", new JSONNumber(machine.load()));
    report.put("plan", new JSONString(results.plan().title()));
    report.put(
        "contestants",
        new JSONArray(
            results.plan().contestants().stream().map(kind -> contestant(results, kind)).toList()));
    return new JSONObject(report).toMultiLineString() + "\n";
  }

  private static JSONValue contestant(Results results, Kind kind) {
    Map<String, JSONValue> fields = new LinkedHashMap<>();
    fields.put("name", new JSONString(kind.toString()));
    fields.put("requests", new JSONNumber(results.of(kind).requests));
    fields.put("roundTrips", new JSONNumber(results.of(kind).roundTrips));
    fields.put("coldStartMillis", spread(results.coldStartMillis(kind)));
    fields.put("kibPerLogin", spread(results.kibPerLogin(kind)));
    fields.put("cpuMicrosPerLogin", spread(results.cpuMicrosPerLogin(kind)));
    List<JSONValue> lanes = new ArrayList<>();
    for (Lane lane : results.lanes()) {
      Map<String, JSONValue> values = new LinkedHashMap<>();
      values.put("conditions", new JSONString(lane.title()));
      values.put("ratio", spread(results.ratio(kind, lane)));
      values.put("perSecond", spread(results.perSecond(kind, lane)));
      lanes.add(new JSONObject(values));
    }
    fields.put("lanes", new JSONArray(lanes));
    return new JSONObject(fields);
  }

  private static JSONValue spread(Spread spread) {
    Map<String, JSONValue> fields = new LinkedHashMap<>();
    fields.put("low", new JSONNumber(spread.low()));
    fields.put("median", new JSONNumber(spread.median()));
    fields.put("high", new JSONNumber(spread.high()));
    return new JSONObject(fields);
  }
}
