// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import com.unboundid.asn1.ASN1OctetString;
import org.jspecify.annotations.Nullable;

/**
 * A control of a response (RFC 4511, section 4.1.11). What needs its value decodes it. The SDK's
 * own type loads every class that can decode one.
 *
 * @param value null if it has none
 */
record ResponseControl(String oid, @Nullable ASN1OctetString value) {}
