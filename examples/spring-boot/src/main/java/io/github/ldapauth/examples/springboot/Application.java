// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. {@code Demo} in the tests starts it with a directory in memory. */
@SpringBootApplication(proxyBeanMethods = false)
class Application {

  public static void main(String[] args) {
    SpringApplication.run(Application.class, args);
  }
}
