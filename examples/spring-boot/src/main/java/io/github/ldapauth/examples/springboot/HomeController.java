// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HomeController {

  @GetMapping("/")
  String home(@AuthenticationPrincipal Member member) {
    return "Welcome, " + member.name();
  }

  @GetMapping("/staff")
  String staff() {
    return "Only staff can read this.";
  }
}
