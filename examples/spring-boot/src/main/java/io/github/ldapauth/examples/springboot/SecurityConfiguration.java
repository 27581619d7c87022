// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.springboot;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;

/** Which pages need which role. Browsers sign in with a form, programs with HTTP Basic. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  @Bean
  SecurityFilterChain security(HttpSecurity http) {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                    .permitAll()
                    .requestMatchers("/actuator/health/**")
                    .permitAll()
                    .requestMatchers("/staff", "/actuator/**")
                    .hasRole("STAFF")
                    .anyRequest()
                    .authenticated())
        .formLogin(form -> form.loginPage("/login").failureForwardUrl(LoginPage.FAILED).permitAll())
        .httpBasic(
            basic -> basic.authenticationEntryPoint(SecurityConfiguration::answerWithoutForm))
        .build();
  }

  /** Spring answers an outage with 401 too, and clients would ask for another password. */
  private static void answerWithoutForm(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure) {
    if (failure instanceof AuthenticationServiceException) {
      response.setHeader(HttpHeaders.RETRY_AFTER, "30");
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
    } else {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"example\"");
      response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }
  }
}
