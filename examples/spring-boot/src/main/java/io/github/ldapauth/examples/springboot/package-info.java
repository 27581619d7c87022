// SPDX-License-Identifier: Apache-2.0
/** Sign-in with ldapauth in Spring Boot and Spring Security. */
@NullMarked
package io.github.ldapauth.examples.springboot;

import org.jspecify.annotations.NullMarked;
