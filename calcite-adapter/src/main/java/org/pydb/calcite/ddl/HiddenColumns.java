package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.TableDefinition;

/**
 * The columns behind all others that hold what indexes need of expressions: the values of a key, or
 * whether a row has an entry. Each is there once, for all indexes with the expression. One that no
 * index uses any more is <em>left</em>: rows keep what it held, and nobody computes it, until the
 * table is rewritten. Stateless.
 */
final class HiddenColumns {

  private HiddenColumns() {}

  /** A column for the values of an expression. */
  static ColumnDefinition of(String expression, ColumnType type) {
    return new ColumnDefinition(expression, type, true).withHidden(true).withGenerated(expression);
  }

  /** What a column of a table is set to in a copy of the row: itself, or what it is computed of. */
  static SqlNode value(ColumnDefinition column) {
    if (!column.isHidden()) {
      return Trees.name(column.name());
    }
    String expression = column.generatedExpression();
    return expression == null ? SqlLiteral.createNull(Trees.NOWHERE) : Trees.parse(expression);
  }

  /** The ordinal of the hidden column that holds the values of an expression, or -1. */
  static int find(List<ColumnDefinition> columns, String expression) {
    return IntStream.range(0, columns.size())
        .filter(
            i ->
                columns.get(i).isHidden()
                    && expression.equals(columns.get(i).generatedExpression()))
        .findFirst()
        .orElse(-1);
  }

  /** Whether an index uses a column of a table, by its name or within an expression. */
  static boolean usesColumn(TableDefinition table, IndexDefinition index, int ordinal) {
    String name = table.columns().get(ordinal).name();
    for (int i = 0; i < table.columns().size(); i++) {
      String expression = table.columns().get(i).generatedExpression();
      boolean isOfIt =
          table.columns().get(i).isHidden() && expression != null && Trees.names(expression, name);
      if (index.uses(i) && (i == ordinal || isOfIt)) {
        return true;
      }
    }
    return false;
  }

  /** A table whose hidden columns are computed only where an index uses them. */
  static TableDefinition withoutUnused(TableDefinition table) {
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    for (int i = 0; i < columns.size(); i++) {
      int ordinal = i;
      if (columns.get(i).isHidden()
          && table.indexes().stream().noneMatch(index -> index.uses(ordinal))) {
        columns.set(i, columns.get(i).withGenerated(null));
      }
    }
    return columns.equals(table.columns()) ? table : table.withColumns(columns);
  }

  /** Whether a column is no more than room in rows. */
  static boolean isLeft(ColumnDefinition column) {
    return column.isHidden() && column.generatedExpression() == null;
  }

  /** Whether a table has any. */
  static boolean isIn(TableDefinition table) {
    return table.visibleCount() < table.columns().size();
  }

  /** What an index's key has in the place of a column: the expression, or null for a name. */
  static @Nullable String expression(ColumnDefinition column) {
    return column.isHidden() ? Objects.requireNonNull(column.generatedExpression()) : null;
  }
}
