// SPDX-License-Identifier: Apache-2.0
/** A web application in which users sign in, look at their account and change their password. */
@NullMarked
package io.github.ldapauth.examples.webapp;

import org.jspecify.annotations.NullMarked;
