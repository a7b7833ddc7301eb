package org.pydb.examples.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.multisetAgg;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.rank;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;
import static org.pydb.examples.jooq.Bookshop.AUTHOR;
import static org.pydb.examples.jooq.Bookshop.AUTHOR_ID;
import static org.pydb.examples.jooq.Bookshop.AUTHOR_NAME;
import static org.pydb.examples.jooq.Bookshop.BOOK;
import static org.pydb.examples.jooq.Bookshop.BOOK_AUTHOR;
import static org.pydb.examples.jooq.Bookshop.STOCK;
import static org.pydb.examples.jooq.Bookshop.TITLE;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.ForeignKey;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.UpdatableRecord;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pydb.examples.testkit.FrameworksPage;

/** jOOQ over databases in files, with its dialect for PostgreSQL. */
class JooqTest {
  @TempDir Path directory;

  private Connection connection;
  private DSLContext sql;

  @BeforeEach
  void open() throws SQLException {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    connection = DriverManager.getConnection(url());
    sql = DSL.using(connection, SQLDialect.POSTGRES);
    Bookshop shop = new Bookshop(sql);
    shop.build();
    shop.deliver("Herman Melville", "Moby-Dick", 3);
    shop.deliver("Herman Melville", "Typee", 1);
    shop.deliver("Henry David Thoreau", "Walden", 2);
  }

  private String url() {
    return "jdbc:pydb:" + directory.resolve("bookshop");
  }

  @AfterEach
  void close() throws SQLException {
    assertThat(sql.fetchValue("check database")).isEqualTo("ok");
    connection.close();
  }

  @Test
  void pageTellsOfTheseTests() throws IOException {
    FrameworksPage.check("jOOQ", JooqTest.class);
  }

  @Test
  @DisplayName(
      "code generation, `PostgresDatabase`: tables, keys and types; what it writes compiles, reads"
          + " and stores")
  void generatedByPostgresDatabase() throws Exception {
    Table<?> book = generated("org.jooq.meta.postgres.PostgresDatabase");
    assertThat(book.getReferences())
        .singleElement()
        .extracting(ForeignKey::getName)
        .isEqualTo("book_author_id_fkey");
  }

  @Test
  @DisplayName("code generation, `JDBCDatabase`: tables, keys and types by JDBC's metadata alone")
  void generatedByJdbcDatabase() throws Exception {
    generated("org.jooq.meta.jdbc.JDBCDatabase");
  }

  private Table<?> generated(String reader) throws Exception {
    GeneratedCode code = GeneratedCode.of(url(), reader, directory.resolve("generated"));
    Table<?> author = code.table("Author", "AUTHOR");
    Table<?> book = code.table("Book", "BOOK");
    assertThat(author.getIdentity().getField().getName()).isEqualTo("id");
    assertThat(book.getPrimaryKey().getFields())
        .extracting(field -> field.getName())
        .containsExactly("author_id", "title");
    assertThat(sql.selectFrom(book).where(STOCK.gt(1)).fetch()).hasSize(2);
    UpdatableRecord<?> added = (UpdatableRecord<?>) sql.newRecord(author);
    added.set(field("name", String.class), "Emily Dickinson");
    assertThat(added.store()).isOne();
    assertThat(added.get("id", Integer.class)).isGreaterThan(2);
    return book;
  }

  @Test
  @DisplayName(
      "queries: joins, lateral joins, groups, window functions, CTEs, recursion, row values, `seek`,"
          + " FOR UPDATE SKIP LOCKED")
  void queries() {
    assertThat(
            sql.select(AUTHOR_NAME, sum(STOCK), rank().over().orderBy(sum(STOCK).desc()))
                .from(AUTHOR)
                .leftJoin(BOOK)
                .on(BOOK_AUTHOR.eq(AUTHOR_ID))
                .groupBy(AUTHOR_ID, AUTHOR_NAME)
                .having(count().gt(0))
                .orderBy(AUTHOR_NAME.desc())
                .fetch()
                .formatCSV(false))
        .isEqualTo("Herman Melville,4,1\nHenry David Thoreau,2,2\n");
    var best =
        lateral(
                select(TITLE)
                    .from(BOOK)
                    .where(BOOK_AUTHOR.eq(AUTHOR_ID))
                    .orderBy(STOCK.desc())
                    .limit(1))
            .as("best");
    assertThat(
            sql.select(best.field(0, String.class))
                .from(AUTHOR, best)
                .orderBy(1)
                .fetch(0, String.class))
        .containsExactly("Moby-Dick", "Walden");
    var numbers =
        name("n")
            .fields("i")
            .as(
                select(inline(1))
                    .unionAll(
                        select(field("i", Integer.class).plus(1))
                            .from(table(name("n")))
                            .where(field("i", Integer.class).lt(4))));
    assertThat(sql.withRecursive(numbers).selectFrom(numbers).fetch(0, Integer.class))
        .containsExactly(1, 2, 3, 4);
    assertThat(sql.selectFrom(BOOK).where(row(BOOK_AUTHOR, TITLE).eq(row(1, "Typee"))).fetch())
        .hasSize(1);
    assertThat(
            sql.select(TITLE)
                .from(BOOK)
                .where(noCondition())
                .orderBy(TITLE)
                .seek("Moby-Dick")
                .limit(1)
                .fetch(TITLE))
        .containsExactly("Typee");
    assertThat(sql.select(TITLE).from(BOOK).forUpdate().skipLocked().fetch()).hasSize(3);
  }

  @Test
  @DisplayName("upsert: `onConflict`, `onConflictDoNothing`, `mergeInto`")
  void upsert() {
    var insert = sql.insertInto(BOOK, BOOK_AUTHOR, TITLE, STOCK).values(1, "Typee", 9);
    assertThat(insert.onConflictDoNothing().execute()).isZero();
    assertThat(
            sql.mergeInto(BOOK)
                .using(select(inline(1).as("a"), inline("Typee").as("t")).asTable("n"))
                .on(
                    BOOK_AUTHOR
                        .eq(field("n.a", Integer.class))
                        .and(TITLE.eq(field("n.t", String.class))))
                .whenMatchedThenUpdate()
                .set(field(name("stock"), Integer.class), STOCK.plus(5))
                .whenNotMatchedThenInsert(BOOK_AUTHOR, TITLE, STOCK)
                .values(val(1), val("Typee"), val(1))
                .execute())
        .isOne();
    assertThat(sql.fetchValue(select(STOCK).from(BOOK).where(TITLE.eq("Typee")))).isEqualTo(6);
    new Bookshop(sql).deliver("Herman Melville", "Typee", 4);
    assertThat(sql.fetchValue(select(STOCK).from(BOOK).where(TITLE.eq("Typee")))).isEqualTo(10);
  }

  @Test
  @DisplayName("RETURNING: of INSERT, UPDATE and DELETE, several rows and expressions")
  void returning() {
    assertThat(
            sql.insertInto(AUTHOR, AUTHOR_NAME)
                .values("a")
                .values("b")
                .returningResult(DSL.upper(AUTHOR_NAME))
                .fetch(0, String.class))
        .containsExactly("A", "B");
    assertThat(
            sql.update(BOOK)
                .set(STOCK, STOCK.plus(1))
                .where(TITLE.like("%e%"))
                .returningResult(TITLE, STOCK)
                .fetchMap(TITLE, STOCK))
        .containsEntry("Typee", 2)
        .containsEntry("Walden", 3);
    assertThat(sql.deleteFrom(BOOK).where(STOCK.eq(2)).returningResult(TITLE).fetchOne(TITLE))
        .isEqualTo("Typee");
  }

  @Test
  @DisplayName("MULTISET and `multisetAgg`: tables within rows, nested")
  void multiset() {
    assertThat(new Bookshop(sql).authors())
        .extracting(author -> author.name() + author.books().size())
        .containsExactly("Henry David Thoreau1", "Herman Melville2");
    assertThat(
            sql.select(AUTHOR_NAME, multisetAgg(TITLE, STOCK))
                .from(AUTHOR)
                .join(BOOK)
                .on(BOOK_AUTHOR.eq(AUTHOR_ID))
                .groupBy(AUTHOR_NAME)
                .orderBy(AUTHOR_NAME)
                .fetch(books -> books.value2().size()))
        .containsExactly(1, 2);
    assertThat(
            sql.select(
                    DSL.multiset(
                        select(
                                AUTHOR_NAME,
                                DSL.multiset(selectFrom(BOOK).where(BOOK_AUTHOR.eq(AUTHOR_ID))))
                            .from(AUTHOR)
                            .orderBy(AUTHOR_ID)))
                .fetchSingle()
                .value1()
                .get(0)
                .value2())
        .hasSize(2);
  }

  @Test
  @DisplayName("batches: of one statement with many values, of several statements")
  void batches() {
    assertThat(
            sql.batch(sql.insertInto(BOOK, BOOK_AUTHOR, TITLE, STOCK).values(1, "", 0))
                .bind(1, "Omoo", 1)
                .bind(1, "Mardi", 2)
                .execute())
        .containsExactly(1, 1);
    assertThat(
            sql.batch(
                    sql.update(BOOK).set(STOCK, 0).where(STOCK.lt(2)),
                    sql.deleteFrom(BOOK).where(STOCK.eq(0)))
                .execute())
        .containsExactly(2, 2);
  }

  @Test
  @DisplayName("transactions: an exception undoes all; nested ones are savepoints")
  void transactions() {
    Bookshop shop = new Bookshop(sql);
    sql.transaction(
        outer -> {
          shop.deliver("Edgar Allan Poe", "The Raven", 1);
          assertThatThrownBy(
                  () ->
                      outer
                          .dsl()
                          .transaction(
                              inner -> {
                                inner.dsl().deleteFrom(BOOK).execute();
                                throw new IllegalStateException("undo");
                              }))
              .hasMessage("undo");
          outer.dsl().update(BOOK).set(STOCK, 7).where(TITLE.eq("Walden")).execute();
        });
    assertThat(sql.fetchCount(BOOK)).isEqualTo(4);
    assertThatThrownBy(
            () ->
                sql.transaction(
                    transaction -> {
                      transaction.dsl().deleteFrom(BOOK).execute();
                      throw new IOException("undo");
                    }))
        .hasRootCauseMessage("undo");
    assertThat(sql.fetchCount(BOOK)).isEqualTo(4);
  }

  @Test
  @DisplayName("exceptions: `IntegrityConstraintViolationException`, SQLSTATEs")
  void exceptions() {
    assertThatThrownBy(() -> sql.insertInto(BOOK).values(9, "x", 1).execute())
        .isInstanceOfSatisfying(
            IntegrityConstraintViolationException.class,
            e -> assertThat(e.sqlState()).isEqualTo("23503"));
    assertThatThrownBy(() -> sql.fetch("selec"))
        .isInstanceOfSatisfying(
            DataAccessException.class, e -> assertThat(e.sqlState()).isEqualTo("42601"));
  }

  @Test
  @DisplayName("types: arrays, `jsonb`, `uuid`, times with a zone, numerics, bytes, booleans")
  void types() {
    var made = table(name("made"));
    var uuid = UUID.fromString("00000000-0000-0001-0000-000000000002");
    var moment = OffsetDateTime.of(2024, 2, 29, 12, 0, 0, 0, ZoneOffset.UTC);
    sql.createTable(made)
        .column("u", SQLDataType.UUID)
        .column("j", SQLDataType.JSONB)
        .column("a", SQLDataType.VARCHAR.array())
        .column("t", SQLDataType.TIMESTAMPWITHTIMEZONE)
        .column("d", SQLDataType.LOCALDATE)
        .column("n", SQLDataType.NUMERIC(10, 2))
        .column("b", SQLDataType.BLOB)
        .execute();
    sql.insertInto(made)
        .values(
            uuid,
            JSONB.valueOf("{\"a\": [1]}"),
            new String[] {"x", null},
            moment,
            LocalDate.of(2024, 2, 29),
            new java.math.BigDecimal("1.50"),
            new byte[] {1, 2})
        .execute();
    Record row =
        sql.select(
                field("u", SQLDataType.UUID),
                field("j", SQLDataType.JSONB),
                field("a", SQLDataType.VARCHAR.array()),
                field("t", SQLDataType.TIMESTAMPWITHTIMEZONE),
                field("d", SQLDataType.LOCALDATE),
                field("n", SQLDataType.NUMERIC),
                field("b", SQLDataType.BLOB))
            .from(made)
            .where(field("u", SQLDataType.UUID).eq(uuid))
            .and(field("a", SQLDataType.VARCHAR.array()).contains(new String[] {"x"}))
            .fetchSingle();
    assertThat(row.get("j")).isEqualTo(JSONB.valueOf("{\"a\": [1]}"));
    assertThat(row.get("a", String[].class)).containsExactly("x", null);
    assertThat(row.get("t", OffsetDateTime.class).toInstant()).isEqualTo(moment.toInstant());
    assertThat(row.get("d")).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(row.get("n")).hasToString("1.50");
    assertThat(row.get("b", byte[].class)).containsExactly(1, 2);
  }

  @Test
  @DisplayName("`meta()`: jOOQ reads the schema and writes it down as DDL that makes it again")
  void meta() throws SQLException {
    String definitions =
        sql.meta().filterSchemas(schema -> schema.getName().equals("public")).ddl().toString();
    assertThat(definitions).containsIgnoringCase("create table").contains("book_pkey");
    try (Connection other = DriverManager.getConnection("jdbc:pydb:mem:")) {
      DSLContext copy = DSL.using(other, SQLDialect.POSTGRES, new Settings());
      copy.parser().parse(definitions.replace("create schema \"public\";", "")).executeBatch();
      assertThat(copy.meta().getTables("book")).hasSize(1);
    }
    assertThat(List.of(sql.meta().getTables("author").get(0).getUniqueKeys())).isNotEmpty();
  }
}
