package org.pydb.calcite.logging;

import org.slf4j.LoggerFactory;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The silence of a program that has no logger.
 *
 * <p>Calcite logs through SLF4J, which complains on standard error when it finds nobody to log to.
 * The complaint can be turned off only by a system property that SLF4J reads once; so it is set for
 * as long as SLF4J starts. An application that brings a logger gets Calcite's messages as ever.
 */
public final class SilentLogging {

  private static final String VERBOSITY = "slf4j.internal.verbosity";

  static {
    if (System.getProperty(VERBOSITY) == null && !providerPresent()) {
      System.setProperty(VERBOSITY, "ERROR");
      try {
        LoggerFactory.getILoggerFactory();
      } finally {
        System.clearProperty(VERBOSITY);
      }
    }
  }

  private SilentLogging() {}

  /** Comes before the first use of a Calcite class; later calls do nothing. */
  public static void ensure() {}

  private static boolean providerPresent() {
    String services = "META-INF/services/" + SLF4JServiceProvider.class.getName();
    return LoggerFactory.class.getClassLoader().getResource(services) != null;
  }
}
