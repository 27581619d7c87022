// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import jakarta.enterprise.inject.spi.CDI;
import java.util.Hashtable;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/** Gives the bean manager of CDI to JNDI. */
public final class BeanManagerFactory implements ObjectFactory {

  @Override
  public Object getObjectInstance(
      @Nullable Object reference,
      @Nullable Name name,
      @Nullable Context context,
      @Nullable Hashtable<?, ?> environment) {
    return CDI.current().getBeanManager();
  }
}
