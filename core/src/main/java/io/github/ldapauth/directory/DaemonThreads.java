// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep the program running. They take nothing from the thread that starts them,
 * which may belong to an application server and to a user's request.
 */
record DaemonThreads(String name) implements ThreadFactory {

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(null, work, name, 0, false);
    thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }
}
