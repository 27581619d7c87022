// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

/** The tags of the operations in messages, with the sections of RFC 4511 that define them. */
final class OperationTag {

  static final byte BIND_REQUEST = 0x60; // 4.2
  static final byte BIND_RESPONSE = 0x61; // 4.2.2
  static final byte UNBIND_REQUEST = 0x42; // 4.3
  static final byte SEARCH_REQUEST = 0x63; // 4.5.1
  static final byte SEARCH_RESULT_ENTRY = 0x64; // 4.5.2
  static final byte SEARCH_RESULT_DONE = 0x65; // 4.5.2
  static final byte SEARCH_RESULT_REFERENCE = 0x73; // 4.5.2
  static final byte MODIFY_REQUEST = 0x66; // 4.6
  static final byte MODIFY_RESPONSE = 0x67; // 4.6
  static final byte EXTENDED_REQUEST = 0x77; // 4.12
  static final byte EXTENDED_RESPONSE = 0x78; // 4.12
  static final byte INTERMEDIATE_RESPONSE = 0x79; // 4.13

  private OperationTag() {}
}
