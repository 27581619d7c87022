// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A page for staff. */
@ServletSecurity(@HttpConstraint(rolesAllowed = "staff"))
public class StaffServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().println("Hello, " + request.getUserPrincipal().getName());
  }
}
