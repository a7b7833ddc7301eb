package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CommentStatement;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;
import org.pydb.engine.table.Transaction;

/** COMMENT ON. */
final class CommentExecutor {
  private final Transaction transaction;
  private final SearchPath path;

  CommentExecutor(Transaction transaction, SearchPath path) {
    this.transaction = transaction;
    this.path = path;
  }

  void execute(CommentStatement statement) {
    Catalog catalog = transaction.catalog();
    String text = text(statement.text());
    switch (statement.target()) {
      case TABLE -> {
        TableDefinition table = RelationName.of(statement.name(), path, catalog).table(catalog);
        change(table, table.withAttributes(with(table.attributes(), text)));
      }
      case COLUMN -> ofColumn(statement.name(), text, catalog);
      case SEQUENCE -> {
        SequenceDefinition sequence =
            RelationName.of(statement.name(), path, catalog).sequence(catalog);
        transaction
            .design()
            .redefine(sequence, sequence.withAttributes(with(sequence.attributes(), text)));
      }
      case VIEW, MATERIALIZED_VIEW -> {
        boolean isMaterialized = statement.target() == CommentStatement.Target.MATERIALIZED_VIEW;
        RelationName name = RelationName.of(statement.name(), path, catalog);
        ViewDefinition view = name.view(catalog, isMaterialized);
        if (isMaterialized) {
          TableDefinition rows = name.tableOrMaterializedView(catalog);
          change(rows, rows.withAttributes(with(rows.attributes(), text)));
          return;
        }
        transaction.design().createView(view.withAttributes(with(view.attributes(), text)));
      }
    }
  }

  private void ofColumn(SqlIdentifier name, @Nullable String text, Catalog catalog) {
    int last = name.names.size() - 1;
    if (last == 0) {
      throw new PlacedError(name, "42601", "column name must be qualified: write table.column");
    }
    RelationName relation = RelationName.of(name.getComponent(0, last), path, catalog);
    ViewDefinition view = catalog.view(relation.schema(), relation.name());
    if (view != null && !view.isMaterialized()) {
      List<ColumnDefinition> columns = commented(view.columns(), name, text, view.name());
      transaction.design().createView(view.withColumns(columns));
      return;
    }
    TableDefinition table = relation.tableOrMaterializedView(catalog);
    change(table, table.withColumns(commented(table.columns(), name, text, table.name())));
  }

  /** The columns, of which one has another comment. */
  private static List<ColumnDefinition> commented(
      List<ColumnDefinition> before, SqlIdentifier name, @Nullable String text, String relation) {
    int ordinal = ColumnNames.ordinal(name.getComponent(name.names.size() - 1), before, relation);
    List<ColumnDefinition> columns = new ArrayList<>(before);
    ColumnDefinition column = columns.get(ordinal);
    columns.set(ordinal, column.withAttributes(with(column.attributes(), text)));
    return columns;
  }

  private void change(TableDefinition before, TableDefinition after) {
    transaction.design().lock(before);
    TableDefinition unused = transaction.design().redefine(before, after);
  }

  private static @Nullable String text(@Nullable SqlNode literal) {
    NlsString value = literal == null ? null : ((SqlLiteral) literal).getValueAs(NlsString.class);
    return value == null ? null : value.getValue();
  }

  private static Map<String, String> with(Map<String, String> before, @Nullable String text) {
    Map<String, String> attributes = new HashMap<>(before);
    if (text == null || text.isEmpty()) {
      attributes.remove(TableDefinition.COMMENT);
    } else {
      attributes.put(TableDefinition.COMMENT, text);
    }
    return attributes;
  }
}
