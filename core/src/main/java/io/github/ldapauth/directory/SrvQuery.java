// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/**
 * A question to DNS. No other class uses JNDI, whose provider for DNS makes strings of records, and
 * no other objects. It does not tell how long they may be cached.
 */
final class SrvQuery {

  private static final String DNS = "com.sun.jndi.dns.DnsContextFactory";
  private static final String TYPE = "SRV";

  private SrvQuery() {}

  /**
   * Returns the SRV records of a name, for as long as that takes.
   *
   * @param name labels of letters, digits, {@code -} and {@code _}
   * @param resolver the DNS servers, as a URL of JNDI
   * @throws NamingException if DNS does not answer, or has no such records
   */
  @SuppressWarnings("BanJNDI") // the provider and the form of the name are fixed
  static List<String> records(String name, String resolver) throws NamingException {
    Properties environment = new Properties();
    environment.setProperty(Context.INITIAL_CONTEXT_FACTORY, DNS);
    environment.setProperty(Context.PROVIDER_URL, resolver);
    DirContext dns = new InitialDirContext(environment);
    try {
      return texts(dns.getAttributes(name, new String[] {TYPE}).get(TYPE));
    } catch (NameNotFoundException e) {
      NamingException none = new NameNotFoundException("DNS has no such SRV records");
      none.initCause(e);
      throw none;
    } catch (CommunicationException e) { // its message says only that there was an error
      String why = e.getRootCause() == null ? "" : ": " + e.getRootCause();
      NamingException silent = new CommunicationException("no answer from DNS" + why);
      silent.initCause(e);
      throw silent;
    } finally {
      dns.close();
    }
  }

  private static List<String> texts(@Nullable Attribute found) throws NamingException {
    if (found == null) {
      throw new NameNotFoundException("no records of the type");
    }
    List<String> texts = new ArrayList<>();
    NamingEnumeration<?> values = found.getAll();
    while (values.hasMore()) {
      texts.add(String.valueOf(values.next()));
    }
    return texts;
  }
}
