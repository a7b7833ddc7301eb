package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.exec.expression.QuotingFunctions;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ForeignKey;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * Definitions as the SQL that makes them. Immutable.
 *
 * @param quoting how names are written
 */
public record DefinitionText(UnaryOperator<String> quoting) {

  /** The call of one function needs no parentheses around it. */
  private static final Pattern CALL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*\\([^()]*\\)");

  /** With names in quotes only where they must be, for those who read. */
  static final DefinitionText PLAIN = new DefinitionText(QuotingFunctions::name);

  /** With all names in quotes, for scripts: no list of reserved words could grow too old. */
  public static final DefinitionText QUOTED = new DefinitionText(QuotingFunctions::quoted);

  /** The default of a column as others see it: what serial columns have as well. */
  @Nullable String defaultOf(ColumnDefinition column, Catalog catalog) {
    Identity identity = column.identity();
    SequenceDefinition numbers =
        identity == null || identity.kind() != Identity.Kind.SERIAL
            ? null
            : catalog.sequence(identity.sequenceId());
    return numbers == null
        ? column.defaultExpression()
        : "nextval('" + name(numbers.schema(), numbers.name()).replace("'", "''") + "'::regclass)";
  }

  /** What stands behind CONSTRAINT and its name. */
  public String of(Constraint constraint) {
    TableDefinition table = constraint.table();
    ForeignKey key = constraint.foreignKey();
    TableDefinition referenced = constraint.referenced();
    if (key != null && referenced != null) {
      return "FOREIGN KEY "
          + names(table, key.columns())
          + " REFERENCES "
          + name(referenced)
          + names(referenced, key.referencedColumns())
          + (key.full() ? " MATCH FULL" : "")
          + action(" ON UPDATE ", key.onUpdate())
          + action(" ON DELETE ", key.onDelete())
          + timing(constraint);
    }
    return switch (constraint.kind()) {
      case CHECK -> "CHECK (" + constraint.expression() + ")";
      default ->
          constraint.kind().words()
              + (constraint.nullsNotDistinct() ? " NULLS NOT DISTINCT " : " ")
              + names(table, constraint.columns())
              + timing(constraint);
    };
  }

  private static String timing(Constraint constraint) {
    return (constraint.isDeferrable() ? " DEFERRABLE" : "")
        + (constraint.isInitiallyDeferred() ? " INITIALLY DEFERRED" : "");
  }

  private static String action(String event, ForeignKey.Action action) {
    return action == ForeignKey.Action.NO_ACTION ? "" : event + action.name().replace('_', ' ');
  }

  /** The statement that makes an index; of a primary key, one that would make its like. */
  String ofIndex(Relation relation) {
    TableDefinition table = relation.table();
    if (table == null) {
      return "";
    }
    return "CREATE "
        + (isUnique(relation) ? "UNIQUE " : "")
        + "INDEX "
        + name(relation.name())
        + " ON "
        + name(table)
        + " USING btree "
        + keyColumns(table, keyColumns(relation))
        + (relation.index() == null ? "" : restOf(table, relation.index()));
  }

  /** What stands behind the key of an index. */
  public String restOf(TableDefinition table, IndexDefinition index) {
    String included =
        index.included().isEmpty() ? "" : " INCLUDE " + names(table, index.included());
    return included
        + (index.nullsNotDistinct() ? " NULLS NOT DISTINCT" : "")
        + (index.isPartial() ? " WHERE (" + condition(table, index) + ")" : "");
  }

  /** Which rows a partial index has entries of. */
  public String condition(TableDefinition table, IndexDefinition index) {
    ColumnDefinition column = table.columns().get(index.condition());
    return column.isHidden() ? column.name() : name(column.name());
  }

  /** A column of an index's key: a name, or an expression. */
  String keyPart(ColumnDefinition column) {
    if (!column.isHidden()) {
      return name(column.name());
    }
    return CALL.matcher(column.name()).matches() ? column.name() : "(" + column.name() + ")";
  }

  /** The key of an index, in parentheses. */
  public String keyColumns(TableDefinition table, List<KeyColumn> columns) {
    return columns.stream()
        .map(column -> keyColumn(table, column))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  static boolean isUnique(Relation relation) {
    IndexDefinition index = relation.index();
    return index == null || index.isUniqueInTheEnd();
  }

  /** The columns of an index or of a primary key. */
  static List<KeyColumn> keyColumns(Relation relation) {
    IndexDefinition index = relation.index();
    TableDefinition table = relation.table();
    if (index != null) {
      return index.columns();
    }
    return table == null || table.primaryKey() == null
        ? List.of()
        : table.primaryKey().columns().stream().map(KeyColumn::ascending).toList();
  }

  /** The same, and behind them the included ones. */
  static List<Integer> columns(Relation relation) {
    List<Integer> columns = new ArrayList<>();
    keyColumns(relation).forEach(column -> columns.add(column.column()));
    if (relation.index() != null) {
      columns.addAll(relation.index().included());
    }
    return columns;
  }

  private String keyColumn(TableDefinition table, KeyColumn column) {
    String nulls =
        column.nullsFirst() == column.descending()
            ? ""
            : column.nullsFirst() ? " NULLS FIRST" : " NULLS LAST";
    return keyPart(table.columns().get(column.column()))
        + (column.descending() ? " DESC" : "")
        + nulls;
  }

  private String names(TableDefinition table, List<Integer> columns) {
    return columns.stream()
        .map(column -> name(table.columns().get(column).name()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** A name that is read as it is. */
  public String name(String name) {
    return quoting.apply(name);
  }

  /** The name of a table with its schema. */
  public String name(TableDefinition table) {
    return name(table.schema(), table.name());
  }

  /** A name with its schema. */
  public String name(String schema, String name) {
    return name(schema) + "." + name(name);
  }
}
