package org.pydb.examples.liquibase;

import java.nio.file.Files;
import java.nio.file.Path;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/**
 * Brings a garden's database up to date. Liquibase finds pydb's plug-in in the driver by itself.
 */
public final class Garden {
  private static final String CHANGES = "org/pydb/examples/liquibase/changes.xml";

  private Garden() {}

  /** Takes no arguments; the garden goes to {@code target/liquibase/garden.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "liquibase", "garden");
    Files.createDirectories(file.getParent());
    try (Liquibase liquibase = open(file, CHANGES)) {
      liquibase.update();
      System.out.println("The garden in " + file + " is up to date.");
    }
  }

  /** The change sets of a resource, for a database in a file. */
  static Liquibase open(Path file, String changes) throws LiquibaseException {
    ClassLoaderResourceAccessor resources = new ClassLoaderResourceAccessor();
    Database database =
        DatabaseFactory.getInstance()
            .openDatabase("jdbc:pydb:" + file, null, null, null, resources);
    return new Liquibase(changes, resources, database);
  }
}
