package org.pydb.examples.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a library's database up to date, whatever state it is in. Flyway finds pydb's plug-in in
 * the driver by itself.
 */
public final class Library {
  private Library() {}

  /** Takes no arguments; the library goes to {@code target/flyway/library.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "flyway", "library");
    Files.createDirectories(file.getParent());
    Flyway flyway = migrations(file).load();
    int applied = flyway.migrate().migrationsExecuted;
    System.out.println(applied + " migrations were applied now; in all there are:");
    for (MigrationInfo migration : flyway.info().all()) {
      System.out.printf(
          "  %-8s %-8s %s%n",
          migration.isVersioned() ? "V" + migration.getVersion() : "R",
          migration.getState().getDisplayName(),
          migration.getDescription());
    }
  }

  /** The migrations beside this class, for a database in a file. */
  static FluentConfiguration migrations(Path file) {
    return Flyway.configure()
        .dataSource("jdbc:pydb:" + file, null, null)
        .locations("classpath:org/pydb/examples/flyway/migrations");
  }
}
