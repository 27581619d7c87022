// SPDX-License-Identifier: Apache-2.0
package io.github.ldapauth.examples.jakarta;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ContextResource;
import org.glassfish.soteria.cdi.CdiExtension;
import org.glassfish.soteria.servlet.SamRegistrationInstaller;

/** Tomcat with Jakarta Security: Soteria, and Weld for CDI. */
final class Server implements AutoCloseable {

  private final Tomcat tomcat = new Tomcat();

  private Server(int port, Path folder) throws LifecycleException {
    tomcat.enableNaming();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    context.setParentClassLoader(Server.class.getClassLoader());
    context.getNamingResources().addResource(beanManager());
    context.addServletContainerInitializer(
        (unused, application) -> startBeans(application), Set.of());
    Tomcat.addServlet(context, "staff", StaffServlet.class.getName());
    // Not addMapping of what addServlet returns: Tomcat would ignore @ServletSecurity.
    context.addServletMapping("/staff", "staff");
    tomcat.start();
  }

  /**
   * Starts a server.
   *
   * @param port the port; 0 for any free one
   * @param folder for temporary files
   */
  static Server start(int port, Path folder) throws LifecycleException {
    return new Server(port, folder);
  }

  /** Starts CDI and then Soteria, which finds the mechanism and the store among the beans. */
  private static void startBeans(ServletContext application) throws ServletException {
    SeContainer beans =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addExtensions(new CdiExtension())
            .addBeanClasses(
                DirectoryProducer.class, LdapIdentityStore.class, DirectoryMechanism.class)
            .initialize();
    application.addListener(
        new ServletContextListener() {
          @Override
          public void contextDestroyed(ServletContextEvent event) {
            beans.close();
          }
        });
    new SamRegistrationInstaller().onStartup(Set.of(), application);
  }

  /** Soteria looks for CDI in the directory of names (JNDI). */
  private static ContextResource beanManager() {
    ContextResource resource = new ContextResource();
    resource.setName("BeanManager");
    resource.setType(BeanManager.class.getName());
    resource.setAuth("Container");
    resource.setProperty("factory", BeanManagerFactory.class.getName());
    return resource;
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** Waits until the server ends. */
  void await() {
    tomcat.getServer().await();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
