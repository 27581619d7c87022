// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.benchmark;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/** What the threads of this process allocate. */
final class AllocatedBytes {

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private Map<Long, Long> before = Map.of();

  void begin() {
    before = now();
  }

  /** Returns what was allocated since {@link #begin}, by the threads that are alive. */
  long end() {
    long bytes = 0;
    for (Map.Entry<Long, Long> thread : now().entrySet()) {
      bytes += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
    }
    return bytes;
  }

  long ofThisThread() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private Map<Long, Long> now() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    Map<Long, Long> now = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      if (bytes[i] >= 0) {
        now.put(ids[i], bytes[i]);
      }
    }
    return now;
  }
}
