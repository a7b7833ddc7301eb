package org.pydb.examples.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.SnapshotControl;
import liquibase.snapshot.SnapshotGeneratorFactory;
import liquibase.structure.core.Column;
import liquibase.structure.core.ForeignKey;
import liquibase.structure.core.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FirstColumn;
import org.pydb.examples.testkit.FrameworksPage;
import org.pydb.jdbc.liquibase.PydbDatabase;

/** Liquibase over databases in files. */
class LiquibaseTest {
  private static final Logger LOGGER = Logger.getLogger("liquibase");

  @TempDir Path directory;

  @BeforeAll
  static void logNothing() {
    LOGGER.setLevel(Level.OFF);
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("Liquibase", LiquibaseTest.class);
  }

  private Liquibase garden() throws LiquibaseException {
    return Garden.open(directory.resolve("garden"), "org/pydb/examples/liquibase/changes.xml");
  }

  /** Change sets that a test writes, in SQL. */
  private Liquibase own(String changes) throws LiquibaseException, IOException {
    Files.writeString(directory.resolve("own.sql"), "--liquibase formatted sql\n" + changes);
    DirectoryResourceAccessor resources = new DirectoryResourceAccessor(directory);
    String url = "jdbc:pydb:" + directory.resolve("garden");
    Database database =
        DatabaseFactory.getInstance().openDatabase(url, null, null, null, resources);
    return new Liquibase("own.sql", resources, database);
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:pydb:" + directory.resolve("garden"))) {
      return FirstColumn.of(connection, sql);
    }
  }

  @Test
  @DisplayName(
      "update: change sets in XML, each once; tables, identities, foreign keys, indexes, sequences,"
          + " views, ALTER TABLE; the plug-in is found by itself")
  void update() throws Exception {
    try (Liquibase liquibase = garden()) {
      assertThat(liquibase.getDatabase()).isInstanceOf(PydbDatabase.class);
      liquibase.update();
      assertThat(liquibase.listUnrunChangeSets(new Contexts(), new LabelExpression())).isEmpty();
      liquibase.update();
    }
    assertThat(rows("select name || ' ' || bed from planted")).containsExactly("rose by the wall");
    assertThat(rows("select id from plant")).containsExactly("100");
    assertThat(rows("select nextval('labels')")).containsExactly("5");
    assertThat(rows("select id from databasechangelog order by orderexecuted"))
        .containsExactly("1", "2", "3");
    assertThat(rows("select obj_description('bed'::regclass)"))
        .containsExactly("where plants stand");
  }

  @Test
  @DisplayName("rollback: to a tag, by count, by what stands in the change log and by itself")
  void rollback() throws Exception {
    try (Liquibase liquibase = garden()) {
      liquibase.update(1, "");
      liquibase.tag("dug");
      liquibase.update();
      liquibase.rollback(1, "");
      assertThat(rows("select price from plant")).containsExactly("12.50");
      liquibase.rollback("dug", "");
      assertThat(rows("select id from plant")).isEmpty();
      liquibase.rollback(1, "");
      assertThat(rows("select table_name from information_schema.tables where table_name = 'bed'"))
          .isEmpty();
      liquibase.update();
    }
  }

  @Test
  @DisplayName("a change set that fails: leaves nothing behind, and is run again when it is mended")
  void failure() throws Exception {
    try (Liquibase liquibase = own("--changeset g:1\ncreate table shed (id int);\nselec;\n")) {
      assertThatThrownBy(liquibase::update)
          .isInstanceOf(LiquibaseException.class)
          .hasMessageContaining("selec");
    }
    assertThat(rows("select 1 from pg_tables where tablename = 'shed'")).isEmpty();
    try (Liquibase liquibase = own("--changeset g:1\ncreate table shed (id int);\n")) {
      liquibase.update();
    }
    assertThat(rows("select 1 from pg_tables where tablename = 'shed'")).hasSize(1);
  }

  @Test
  @DisplayName(
      "formatted SQL: `dbms:pydb`, preconditions, `runOnChange`; a change set that was changed is"
          + " refused until `clearCheckSums`")
  void formattedSql() throws Exception {
    String always = "--changeset g:1 dbms:pydb\ncreate table shed (id int);\n";
    String other = "--changeset g:2 dbms:h2\nselec;\n";
    String onChange =
        """
        --changeset g:3 runOnChange:true
        --preconditions onFail:HALT
        --precondition-sql-check expectedResult:0 select count(*) from shed
        create or replace view sheds as select id from shed;
        """;
    try (Liquibase liquibase = own(always + other + onChange)) {
      liquibase.update();
    }
    try (Liquibase liquibase =
        own(always + other + onChange.replace("select id", "select -id as id"))) {
      liquibase.update();
    }
    try (Liquibase liquibase = own(always.replace("id int", "id bigint") + onChange)) {
      assertThatThrownBy(liquibase::validate).hasMessageContaining("own.sql::1::g");
      liquibase.clearCheckSums();
      liquibase.validate();
    }
  }

  @Test
  @DisplayName(
      "locking: `listLocks` tells who updates, `releaseLocks` frees the lock of one that died")
  void locking() throws Exception {
    try (Liquibase liquibase = garden()) {
      liquibase.update(1, "");
      rows("update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'x'");
      assertThat(liquibase.listLocks()).singleElement().extracting("lockedBy").isEqualTo("x");
      liquibase.forceReleaseLocks();
      assertThat(liquibase.listLocks()).isEmpty();
      liquibase.update();
    }
    assertThat(rows("select locked from databasechangeloglock")).containsExactly("false");
  }

  @Test
  @DisplayName("snapshots: tables, columns and keys are read as they are; `dropAll`")
  void snapshots() throws Exception {
    try (Liquibase liquibase = garden()) {
      liquibase.update();
      Database database = liquibase.getDatabase();
      DatabaseSnapshot snapshot =
          SnapshotGeneratorFactory.getInstance()
              .createSnapshot(database.getDefaultSchema(), database, new SnapshotControl(database));
      Table plant = snapshot.get(new Table(null, "public", "plant"));
      assertThat(plant.getColumns())
          .extracting(Column::getName)
          .containsExactly("id", "name", "bed_id", "cost", "planted");
      assertThat(plant.getOutgoingForeignKeys())
          .extracting(ForeignKey::getName)
          .containsExactly("plant_bed");
      assertThat(plant.getPrimaryKey().getColumnNames()).isEqualTo("id");
      liquibase.dropAll();
    }
    assertThat(rows("select tablename from pg_tables where schemaname = 'public'")).isEmpty();
  }
}
