// SPDX-License-Identifier: Apache-2.0
/** Measures by JMH what runs in one process. */
@NullMarked
package io.github.ldapauth.examples.benchmark.micro;

import org.jspecify.annotations.NullMarked;
