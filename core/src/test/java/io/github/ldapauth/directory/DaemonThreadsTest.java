// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  @Test
  void threadTakesNothingFromTheRequestThatStartsIt() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
    user.set("alice");
    try (URLClassLoader application = new URLClassLoader(new URL[0])) {
      Thread.currentThread().setContextClassLoader(application);
      FutureTask<String> inherited = new FutureTask<>(user::get);
      Thread thread = new DaemonThreads("worker").newThread(inherited);
      thread.start();

      assertThat(inherited.get()).isNull();
      assertThat(thread.getContextClassLoader()).isSameAs(DaemonThreads.class.getClassLoader());
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getName()).isEqualTo("worker");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      user.remove();
    }
  }
}
