// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;

/** Keeps everything that is logged, by SLF4J and by java.util.logging, at every level. */
public final class CapturedLog extends Handler implements AutoCloseable {

  private static final Logger ROOT = LogManager.getLogManager().getLogger("");

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  public CapturedLog() {
    ROOT.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    records.add(entry);
  }

  public List<String> lines(Class<?> logger) {
    return records.stream()
        .filter(entry -> logger.getName().equals(entry.getLoggerName()))
        .map(entry -> entry.getLevel() + " " + entry.getMessage())
        .toList();
  }

  /** Returns which loggers whose names begin so have logged anything. */
  public Set<String> loggers(String prefix) {
    return records.stream()
        .map(LogRecord::getLoggerName)
        .filter(name -> name != null && name.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /** Returns all records with parameters and stack traces. */
  public String everything() {
    StringBuilder all = new StringBuilder();
    records.forEach(entry -> all.append(new SimpleFormatter().format(entry)));
    return all.toString();
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    ROOT.removeHandler(this);
  }
}
