package org.pydb.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import schemacrawler.schema.Catalog;
import schemacrawler.schema.Column;
import schemacrawler.schema.ForeignKey;
import schemacrawler.schema.Index;
import schemacrawler.schema.Table;
import schemacrawler.schemacrawler.LoadOptionsBuilder;
import schemacrawler.schemacrawler.SchemaCrawlerOptions;
import schemacrawler.schemacrawler.SchemaCrawlerOptionsBuilder;
import schemacrawler.schemacrawler.SchemaInfoLevelBuilder;
import schemacrawler.tools.utility.SchemaCrawlerUtility;
import us.fatehi.utility.datasource.DatabaseConnectionSources;

/** A tool that knows nothing of pydb reads a whole schema, and writes down what it understood. */
class SchemaCrawlerTest {

  @Test
  void readsTheSchema() throws Exception {
    Logger log = Logger.getLogger("");
    Level level = log.getLevel();
    log.setLevel(Level.WARNING); // It tells every step.
    try {
      assertThat(describe(crawl())).isEqualTo(Schema.resource("crawled.txt"));
    } finally {
      log.setLevel(level);
    }
  }

  private static Catalog crawl() throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:pydb:mem:crawled");
    config.setMaximumPoolSize(2);
    try (HikariDataSource pool = new HikariDataSource(config)) {
      try (Connection connection = pool.getConnection()) {
        Schema.create(connection);
      }
      SchemaCrawlerOptions options =
          SchemaCrawlerOptionsBuilder.newSchemaCrawlerOptions()
              .withLoadOptions(
                  LoadOptionsBuilder.builder()
                      .withSchemaInfoLevel(SchemaInfoLevelBuilder.maximum())
                      .toOptions());
      return SchemaCrawlerUtility.getCatalog(
          DatabaseConnectionSources.fromDataSource(pool), options);
    }
  }

  private static String describe(Catalog catalog) {
    StringBuilder text = new StringBuilder();
    text.append(catalog.getDatabaseInfo().getDatabaseProductName()).append('\n');
    for (Table table : catalog.getTables()) {
      text.append(table.getFullName()).append('\n');
      for (Column column : table.getColumns()) {
        text.append("  ").append(column.getName()).append(' ').append(type(column)).append('\n');
      }
      Stream.concat(
              table.getIndexes().stream().map(SchemaCrawlerTest::describe),
              table.getImportedForeignKeys().stream().map(SchemaCrawlerTest::describe))
          .sorted()
          .forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static String describe(Index index) {
    return (index.isUnique() ? "unique " : "")
        + "index "
        + index.getName()
        + " "
        + index.getColumns();
  }

  private static String describe(ForeignKey key) {
    return key.getName() + " " + key.getColumnReferences() + " delete " + key.getDeleteRule();
  }

  private static String type(Column column) {
    return column.getColumnDataType().getName()
        + column.getWidth()
        + (column.isNullable() ? "" : " not null")
        + (column.isPartOfPrimaryKey() ? " primary key" : "")
        + (column.hasDefaultValue() ? " default " + column.getDefaultValue() : "");
  }
}
