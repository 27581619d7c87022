// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.WebAttributes;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The form, and the form with the reason why a sign-in did not succeed. */
@RestController
class LoginPage {

  /** Spring Security forwards here; the attribute is missing in any other request. */
  static final String FAILED = "/login/failed";

  @GetMapping(path = "/login", produces = MediaType.TEXT_HTML_VALUE)
  String form(CsrfToken csrf) {
    return page(csrf, "");
  }

  @PostMapping(path = FAILED, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> again(
      CsrfToken csrf,
      @RequestAttribute(WebAttributes.AUTHENTICATION_EXCEPTION) AuthenticationException failure) {
    if (failure instanceof AuthenticationServiceException) {
      return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
          .body(page(csrf, "Sign-in is not available at the moment."));
    }
    return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
        .body(page(csrf, String.valueOf(failure.getMessage())));
  }

  private static String page(CsrfToken csrf, String message) {
    return """
        <!doctype html>
        <html lang="en">
        <title>Sign in</title>
        <form method="post" action="/login">
          <p role="alert">%s</p>
          <label>User name <input name="username" autocomplete="username" required></label>
          <label>Password <input name="password" type="password" required></label>
          <input name="%s" type="hidden" value="%s">
          <button>Sign in</button>
        </form>
        """
        .formatted(HtmlUtils.htmlEscape(message), csrf.getParameterName(), csrf.getToken());
  }
}
