package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.SearchPath;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.CreateIndex;
import org.pydb.calcite.parser.IndexColumn;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.type.TypeNames;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Transaction;

/**
 * CREATE INDEX. Expressions, and conditions that are more than the name of a column, get {@link
 * HiddenColumns}: the table is rewritten with them first, unless it has them already. Used once.
 */
final class IndexBuilder {
  private final Transaction transaction;
  private final SearchPath path;
  private final Statements statements;

  /** The columns of the table, and behind them those that the index wants besides. */
  private final List<ColumnDefinition> columns = new ArrayList<>();

  IndexBuilder(Transaction transaction, SearchPath path, Statements statements) {
    this.transaction = transaction;
    this.path = path;
    this.statements = statements;
  }

  void execute(CreateIndex statement) {
    Catalog catalog = transaction.catalog();
    RelationName tableName = RelationName.of(statement.table(), path, catalog);
    TableDefinition table = tableName.tableOrMaterializedView(catalog);
    SqlIdentifier given = statement.name();
    if (given != null && catalog.isTaken(table.schema(), given.getSimple())) {
      if (statement.ifNotExists()) {
        return;
      }
      throw RelationName.taken(given, given.getSimple());
    }
    columns.addAll(table.columns());
    List<KeyColumn> key = key(statement, table);
    SqlNode condition = statement.condition();
    int conditionColumn = condition == null ? IndexDefinition.NONE : condition(table, condition);
    List<Integer> included = included(statement, table, key);
    String name = given == null ? freeName(statement, table, catalog) : given.getSimple();
    IndexDefinition index =
        new IndexDefinition(
            transaction.design().newId(),
            name,
            key,
            statement.unique(),
            IndexDefinition.Origin.DECLARED,
            conditionColumn,
            included,
            Deferral.NONE,
            statement.unique() && statement.nullsNotDistinct());
    create(statement, table, index);
  }

  private void create(SqlNode place, TableDefinition table, IndexDefinition index) {
    TableDefinition wide = table;
    IndexDefinition moved = index;
    if (columns.size() > table.columns().size()) {
      transaction.design().lock(table);
      GeneratedColumns.check(place, table.withColumns(columns));
      int[] places = places();
      wide = rewritten(table, places);
      moved = index.withPlaces(column -> places[column]);
    }
    TableDefinition made = transaction.design().createIndex(wide, moved);
    if (!made.isMaterialized()) {
      statements.check(made);
    }
  }

  /** Where columns stand once those that are left have gone. */
  private int[] places() {
    int[] places = new int[columns.size()];
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = HiddenColumns.isLeft(columns.get(i)) ? -1 : count++;
    }
    return places;
  }

  private TableDefinition rewritten(TableDefinition table, int[] places) {
    List<ColumnDefinition> kept =
        columns.stream().filter(column -> !HiddenColumns.isLeft(column)).toList();
    List<SqlNode> values = kept.stream().map(HiddenColumns::value).toList();
    return new TableRewrite(
            transaction, statements, table, Arrays.copyOf(places, table.columns().size()))
        .run(table, table.primaryKey(), kept, values);
  }

  // ------------------------------------------------------------------ columns

  private List<KeyColumn> key(CreateIndex statement, TableDefinition table) {
    List<KeyColumn> key = new ArrayList<>();
    for (SqlNode node : statement.columns()) {
      IndexColumn column = (IndexColumn) node;
      int ordinal = keyColumn(table, column.value());
      if (key.stream().anyMatch(other -> other.column() == ordinal)) {
        throw new PlacedError(
            column,
            "42701",
            "column \"" + columns.get(ordinal).name() + "\" appears twice in the index");
      }
      key.add(new KeyColumn(ordinal, column.descending(), column.nullsFirst()));
    }
    return key;
  }

  private int keyColumn(TableDefinition table, SqlNode value) {
    if (value instanceof SqlIdentifier name && name.isSimple()) {
      int ordinal = ColumnNames.ordinal(name, table.visibleColumns(), table.name());
      KeyTypes.check(value, columns.get(ordinal));
      return ordinal;
    }
    ColumnType type = statements.typeOf(table, Trees.copy(value), "index expressions");
    ColumnDefinition column = HiddenColumns.of(PydbDialect.text(value), type);
    KeyTypes.check(value, column);
    return hidden(column);
  }

  private int hidden(ColumnDefinition column) {
    int known = HiddenColumns.find(columns, column.name());
    if (known >= 0) {
      return known;
    }
    columns.add(column);
    return columns.size() - 1;
  }

  private int condition(TableDefinition table, SqlNode condition) {
    ColumnType type = statements.typeOf(table, Trees.copy(condition), "index predicates");
    if (type.kind() != ColumnKind.BOOLEAN) {
      throw new PlacedError(
          condition,
          "42804",
          "argument of WHERE must be type boolean, not type " + TypeNames.of(type));
    }
    int named =
        condition instanceof SqlIdentifier name && name.isSimple()
            ? table.columnOrdinal(name.getSimple())
            : -1;
    return named >= 0 ? named : hidden(HiddenColumns.of(PydbDialect.text(condition), type));
  }

  private static List<Integer> included(
      CreateIndex statement, TableDefinition table, List<KeyColumn> key) {
    List<Integer> included =
        ColumnNames.ordinals(statement.included(), table.visibleColumns(), table.name());
    // What the key gives is there already; PostgreSQL takes it twice without a word, too.
    return included.stream()
        .filter(ordinal -> key.stream().noneMatch(column -> column.column() == ordinal))
        .toList();
  }

  // ------------------------------------------------------------------ names

  /** As PostgreSQL makes them: of the columns' names, and of those of functions. */
  private static String freeName(CreateIndex statement, TableDefinition table, Catalog catalog) {
    String stem =
        table.name()
            + "_"
            + statement.columns().stream()
                .map(column -> stem(((IndexColumn) column).value()))
                .collect(Collectors.joining("_"))
            + "_idx";
    String name = stem;
    for (int i = 1; catalog.isTaken(table.schema(), name); i++) {
      name = stem + i;
    }
    return name;
  }

  private static String stem(SqlNode value) {
    if (value instanceof SqlIdentifier name) {
      return name.names.get(name.names.size() - 1);
    }
    @Nullable String function =
        value instanceof SqlCall call
            ? call.getOperator().getName().toLowerCase(Locale.ROOT)
            : null;
    return function != null && function.matches("[a-z][a-z0-9_]*") ? function : "expr";
  }
}
