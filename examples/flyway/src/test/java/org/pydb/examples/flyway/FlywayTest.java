package org.pydb.examples.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FirstColumn;
import org.pydb.examples.testkit.FrameworksPage;

/** Flyway over databases in files. */
class FlywayTest {
  @TempDir Path directory;

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("Flyway", FlywayTest.class);
  }

  /** The library's migrations, and those that a test writes. */
  private FluentConfiguration migrations() throws IOException {
    Path own = Files.createDirectories(directory.resolve("own"));
    return Library.migrations(directory.resolve("library"))
        .locations("classpath:org/pydb/examples/flyway/migrations", "filesystem:" + own);
  }

  private void write(String name, String sql) throws IOException {
    Files.writeString(Files.createDirectories(directory.resolve("own")).resolve(name), sql);
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:pydb:" + directory.resolve("library"))) {
      return FirstColumn.of(connection, sql);
    }
  }

  @Test
  @DisplayName("migrate: versioned, repeatable and Java migrations, each once; `validate`, `info`")
  void migrate() throws Exception {
    FluentConfiguration configuration = migrations().javaMigrations(new V3__Reader());
    assertThat(configuration.load().migrate().migrationsExecuted).isEqualTo(4);
    assertThat(configuration.load().migrate().migrationsExecuted).isZero();
    configuration.load().validate();
    assertThat(configuration.load().info().current().getVersion())
        .isEqualTo(MigrationVersion.fromVersion("3"));
    assertThat(rows("select name from lent")).containsExactly("Ishmael");
    assertThat(
            rows("select version || ' ' || success from flyway_schema_history where version > ''"))
        .containsExactlyInAnyOrder("1 true", "2 true", "3 true");
    write("R__more.sql", "create or replace view titles as select title from book");
    assertThat(migrations().load().migrate().migrationsExecuted).isEqualTo(1);
    write("R__more.sql", "create or replace view titles as select upper(title) title from book");
    assertThat(migrations().load().migrate().migrationsExecuted).isEqualTo(1);
    assertThat(rows("select title from titles order by 1")).contains("WALDEN");
  }

  /** A reader borrows a book. Flyway takes the version from the name of the class. */
  public static final class V3__Reader extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws SQLException {
      try (Statement statement = context.getConnection().createStatement()) {
        statement.execute("insert into reader (name) values ('Ishmael')");
        statement.execute("update book set reader_id = 1 where title like 'Moby%'");
      }
    }
  }

  @Test
  @DisplayName(
      "a migration that fails: leaves nothing behind, also of CREATE and ALTER before the error; it"
          + " is run again when it is mended")
  void failure() throws Exception {
    migrations().load().migrate();
    write("V3__shelves.sql", "create table shelf (id int); alter table book add shelf int; selec;");
    assertThatThrownBy(() -> migrations().load().migrate())
        .isInstanceOf(FlywayException.class)
        .hasMessageContaining("42601")
        .hasMessageContaining("selec");
    assertThat(rows("select * from information_schema.tables where table_name = 'shelf'"))
        .isEmpty();
    assertThat(rows("select 1 from information_schema.columns where column_name = 'shelf'"))
        .isEmpty();
    write("V3__shelves.sql", "create table shelf (id int)");
    assertThat(migrations().load().migrate().migrationsExecuted).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "repair: `validate` refuses a migration that was changed or removed after it was applied,"
          + " `repair` takes it as it is")
  void repair() throws Exception {
    write("V3__shelves.sql", "create table shelf (id int)");
    write("V4__doors.sql", "create table door (id int)");
    migrations().load().migrate();
    Files.delete(directory.resolve("own").resolve("V3__shelves.sql"));
    write("V4__doors.sql", "create table door (id int /* of the door */)");
    assertThatThrownBy(() -> migrations().load().validate())
        .hasMessageContaining("checksum mismatch for migration version 4")
        .hasMessageContaining("applied migration not resolved locally: 3");
    migrations().load().repair();
    migrations().load().validate();
  }

  @Test
  @DisplayName("locking: of several that migrate at once one does, and the others wait for it")
  void locking() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> applied = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Flyway flyway = migrations().load();
        applied.add(threads.submit(() -> flyway.migrate().migrationsExecuted));
      }
      int sum = 0;
      for (Future<Integer> one : applied) {
        sum += one.get();
      }
      assertThat(sum).isEqualTo(3);
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("select title from book")).hasSize(2);
  }

  @Test
  @DisplayName("baseline: a database that has tables already is taken as of a version")
  void baseline() throws Exception {
    rows("create table book (id int primary key, title text)");
    assertThatThrownBy(() -> migrations().load().migrate())
        .hasMessageContaining("non-empty schema");
    Flyway flyway = migrations().baselineVersion("1").baselineOnMigrate(true).load();
    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(2);
    assertThat(flyway.info().applied()[0].getVersion())
        .isEqualTo(MigrationVersion.fromVersion("1"));
  }

  @Test
  @DisplayName("clean: drops tables, views and sequences; foreign keys do not stand in its way")
  void clean() throws Exception {
    migrations().load().migrate();
    rows("create sequence numbers");
    Flyway flyway = migrations().cleanDisabled(false).load();
    flyway.clean();
    assertThat(
            rows(
                "select relname from pg_class c join pg_namespace n on n.oid = relnamespace"
                    + " where nspname = 'public'"))
        .isEmpty();
    assertThat(flyway.migrate().migrationsExecuted).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "scripts: placeholders, `$$` strings, semicolons in strings and comments; statements that"
          + " stand in no transaction, such as VACUUM")
  void scripts() throws Exception {
    write(
        "V3__all.sql",
        """
        insert into reader (name) values ('${who}'), ('a;b'); /* ; */
        insert into reader (name) values ($$it's;$$);
        """);
    write("V4__vacuum.sql", "vacuum;");
    migrations().placeholders(Map.of("who", "Ahab")).load().migrate();
    assertThat(rows("select name from reader order by id")).containsExactly("Ahab", "a;b", "it's;");
  }

  @Test
  @DisplayName("schemas: those that are configured are made, migrated and dropped by `clean`")
  void schemas() throws Exception {
    Flyway flyway = migrations().schemas("Main Library", "other").cleanDisabled(false).load();
    flyway.migrate();
    assertThat(rows("select title from \"Main Library\".book")).hasSize(2);
    flyway.clean();
    assertThat(
            rows(
                "select schema_name from information_schema.schemata where schema_name like '% %'"))
        .isEmpty();
  }
}
