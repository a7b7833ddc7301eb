package org.pydb.calcite.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pydb.engine.schema.CheckConstraint;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/** The expressions over its columns that a table keeps, following changes of names. Stateless. */
final class Checks {

  private Checks() {}

  /** The table with another name for a column in its checks. */
  static TableDefinition renamed(TableDefinition table, String column, String newName) {
    return mapped(table, text -> Trees.renamed(text, column, newName));
  }

  /** The table with its own name, instead of another, before columns in its checks. */
  static TableDefinition requalified(TableDefinition table, String before) {
    return before.equals(table.name())
        ? table
        : mapped(table, text -> Trees.requalified(text, before, table.name()));
  }

  private static TableDefinition mapped(TableDefinition table, UnaryOperator<String> texts) {
    List<CheckConstraint> checks = new ArrayList<>();
    for (CheckConstraint check : table.checks()) {
      checks.add(new CheckConstraint(check.name(), texts.apply(check.expression())));
    }
    List<ColumnDefinition> columns = new ArrayList<>(table.columns());
    columns.replaceAll(
        column -> {
          String text = column.generatedExpression();
          if (text == null) {
            return column;
          }
          String changed = texts.apply(text);
          ColumnDefinition computed = column.withGenerated(changed);
          return column.isHidden() ? computed.withName(changed) : computed;
        });
    return table.withChecks(checks).withColumns(columns);
  }
}
