package org.pydb.examples.jooq;

import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.primaryKey;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.unique;
import static org.jooq.impl.SQLDataType.INTEGER;
import static org.jooq.impl.SQLDataType.VARCHAR;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Records;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A bookshop: who wrote which books, and how many there are of each. jOOQ is told that it writes
 * for {@link SQLDialect#POSTGRES}, which pydb understands.
 */
public final class Bookshop {
  static final Table<Record> AUTHOR = table(name("author"));
  static final Field<Integer> AUTHOR_ID = DSL.field(name("author", "id"), INTEGER);
  static final Field<String> AUTHOR_NAME = DSL.field(name("author", "name"), VARCHAR);

  static final Table<Record> BOOK = table(name("book"));
  static final Field<Integer> BOOK_AUTHOR = DSL.field(name("book", "author_id"), INTEGER);
  static final Field<String> TITLE = DSL.field(name("book", "title"), VARCHAR);
  static final Field<Integer> STOCK = DSL.field(name("book", "stock"), INTEGER);

  private final DSLContext sql;

  Bookshop(Connection connection) {
    this(DSL.using(connection, SQLDialect.POSTGRES));
  }

  Bookshop(DSLContext sql) {
    this.sql = sql;
  }

  /** Takes no arguments; the bookshop goes to {@code target/jooq/bookshop.pydb}. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of("target", "jooq", "bookshop");
    Files.createDirectories(file.getParent());
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    try (Connection connection = DriverManager.getConnection("jdbc:pydb:" + file)) {
      Bookshop shop = new Bookshop(connection);
      shop.build();
      shop.deliver("Herman Melville", "Moby-Dick", 3);
      shop.deliver("Herman Melville", "Typee", 1);
      shop.deliver("Henry David Thoreau", "Walden", 2);
      shop.deliver("Herman Melville", "Moby-Dick", 2);
      shop.authors().forEach(System.out::println);
    }
  }

  /** An author with all that is there of them. */
  record Author(String name, List<Book> books) {}

  /** A title, and how many there are of it. */
  record Book(String title, int stock) {}

  void build() {
    sql.dropTableIfExists(BOOK).execute();
    sql.dropTableIfExists(AUTHOR).execute();
    sql.createTable(AUTHOR)
        .column("id", INTEGER.identity(true))
        .column("name", VARCHAR.nullable(false))
        .constraints(primaryKey("id"), unique("name"))
        .execute();
    sql.createTable(BOOK)
        .column("author_id", INTEGER.nullable(false))
        .column("title", VARCHAR.nullable(false))
        .column("stock", INTEGER.nullable(false))
        .constraints(
            primaryKey("author_id", "title"),
            DSL.foreignKey("author_id").references("author", "id"))
        .execute();
  }

  /** New books, or more of those that are there; one transaction. */
  void deliver(String author, String title, int pieces) {
    sql.transaction(
        transaction ->
            transaction
                .dsl()
                .insertInto(BOOK, BOOK_AUTHOR, TITLE, STOCK)
                .values(authorId(transaction.dsl(), author), title, pieces)
                .onConflict(BOOK_AUTHOR, TITLE)
                .doUpdate()
                .set(STOCK, STOCK.plus(excluded(STOCK)))
                .execute());
  }

  /** The number of an author, who is new or not. */
  static Integer authorId(DSLContext sql, String author) {
    return sql.insertInto(AUTHOR, AUTHOR_NAME)
        .values(author)
        .onConflict(AUTHOR_NAME)
        .doUpdate()
        .set(AUTHOR_NAME, excluded(AUTHOR_NAME))
        .returningResult(AUTHOR_ID)
        .fetchSingle()
        .value1();
  }

  /** All authors with their books, in one query: a multiset is a table within a row. */
  List<Author> authors() {
    return sql.select(
            AUTHOR_NAME,
            multiset(
                    select(TITLE, STOCK).from(BOOK).where(BOOK_AUTHOR.eq(AUTHOR_ID)).orderBy(TITLE))
                .convertFrom(books -> books.map(Records.mapping(Book::new))))
        .from(AUTHOR)
        .orderBy(AUTHOR_NAME)
        .fetch(Records.mapping(Author::new));
  }
}
