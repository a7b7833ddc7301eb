package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.pydb.calcite.bounds.Implication;
import org.pydb.calcite.catalog.ComputedColumns;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.IndexColumn;
import org.pydb.calcite.parser.OnConflict;
import org.pydb.calcite.rex.ConstantFolding;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Arbiters;

/**
 * Finds the unique keys that an ON CONFLICT means: those of exactly its columns and expressions.
 * Partial ones are meant if its WHERE says as much as theirs, and if it names no columns at all.
 */
final class ConflictKeys {

  /** Stands for an expression that no index has. */
  private static final int NO_COLUMN = -1;

  private final Planning planning;
  private final TargetTable target;
  private final OnConflict clause;
  private final ComputedColumns computed;

  ConflictKeys(Planning planning, TargetTable target, OnConflict clause) {
    this.planning = planning;
    this.target = target;
    this.clause = clause;
    computed = target.table().computed();
  }

  /** Their positions among the indexes, or {@link Arbiters#PRIMARY_KEY}. */
  List<Integer> arbiters() {
    if (clause.constraint() != null) {
      return List.of(constraint(target.definition(), clause.constraint()));
    }
    List<RexNode> conditions = conditions();
    Set<Integer> columns = columns();
    List<Integer> arbiters = new ArrayList<>();
    PrimaryKey primaryKey = target.definition().primaryKey();
    if (primaryKey != null && isMeant(columns, primaryKey.columns())) {
      arbiters.add(Arbiters.PRIMARY_KEY);
    }
    List<IndexDefinition> indexes = target.definition().indexes();
    for (int i = 0; i < indexes.size(); i++) {
      IndexDefinition index = indexes.get(i);
      boolean hasRows =
          !index.isPartial()
              || columns.isEmpty()
              || Implication.holds(conditions, computed.conditionOf(index));
      if (hasRows && isMeant(columns, index.keyColumns())) {
        refuseDeferrable(clause, index);
        if (index.unique()) {
          arbiters.add(i);
        }
      }
    }
    if (arbiters.isEmpty() && !columns.isEmpty()) {
      throw new PlacedError(
          clause.columns(),
          "42P10",
          "there is no unique or exclusion constraint matching the ON CONFLICT specification: no"
              + " unique key of exactly these columns"
              + partialOnly(columns));
    }
    return arbiters;
  }

  /** Which of two rows with a key would be in the way is not known before the transaction ends. */
  private static void refuseDeferrable(SqlNode place, IndexDefinition index) {
    if (index.isDeferrable()) {
      throw new PlacedError(
          place,
          "55000",
          "ON CONFLICT does not support deferrable unique constraints as arbiters: \""
              + index.name()
              + "\" is DEFERRABLE");
    }
  }

  private String partialOnly(Set<Integer> columns) {
    for (IndexDefinition index : target.definition().indexes()) {
      if (index.unique() && isMeant(columns, index.keyColumns())) {
        return "; index \""
            + index.name()
            + "\" is partial: write its condition behind them, WHERE "
            + target.definition().columns().get(index.condition()).name();
      }
    }
    return "";
  }

  /** Whether a key is one of exactly these columns; no columns stand for all keys. */
  private static boolean isMeant(Set<Integer> columns, List<Integer> key) {
    return columns.isEmpty() || columns.equals(new HashSet<>(key));
  }

  /** What the rows in question are said to meet. */
  private List<RexNode> conditions() {
    SqlNode predicate = clause.predicate();
    if (predicate == null) {
      return List.of();
    }
    RexNode condition = expression(predicate, "index predicates");
    ConflictPlan.checkBoolean(condition, predicate);
    return RelOptUtil.conjunctions(computed.read(ConstantFolding.foldCondition(condition)));
  }

  /** The columns, hidden ones for expressions. */
  private Set<Integer> columns() {
    SqlNodeList names = new SqlNodeList(clause.columns().getParserPosition());
    Set<Integer> columns = new HashSet<>();
    for (SqlNode node : clause.columns()) {
      SqlNode value = ((IndexColumn) node).value();
      if (value instanceof SqlIdentifier name && name.isSimple()) {
        names.add(name);
      } else {
        columns.add(hidden(expression(value, "index expressions")));
      }
    }
    columns.addAll(target.ordinals(names));
    return columns;
  }

  private int hidden(RexNode expression) {
    for (Map.Entry<Integer, RexNode> hidden : computed.expressions().entrySet()) {
      if (hidden.getValue().equals(expression)) {
        return hidden.getKey();
      }
    }
    return NO_COLUMN;
  }

  private RexNode expression(SqlNode node, String what) {
    SqlNode table = target.as(target.definition().name());
    return RowExpressions.of(planning, List.of(target.unqualified(node)), table, null, what)
        .values()
        .get(0);
  }

  private static int constraint(TableDefinition table, SqlIdentifier name) {
    PrimaryKey primaryKey = table.primaryKey();
    if (primaryKey != null && primaryKey.name().equals(name.getSimple())) {
      return Arbiters.PRIMARY_KEY;
    }
    for (int i = 0; i < table.indexes().size(); i++) {
      IndexDefinition index = table.indexes().get(i);
      if (index.isConstraint() && index.name().equals(name.getSimple())) {
        refuseDeferrable(name, index);
        return i;
      }
    }
    boolean isOther =
        table.checks().stream().anyMatch(check -> check.name().equals(name.getSimple()))
            || table.foreignKeys().stream().anyMatch(key -> key.name().equals(name.getSimple()));
    if (isOther) {
      throw new PlacedError(
          name,
          "42809",
          "constraint in ON CONFLICT clause has no associated index: \""
              + name.getSimple()
              + "\" is no unique key");
    }
    throw new PlacedError(
        name,
        "42704",
        "constraint \""
            + name.getSimple()
            + "\" for table \""
            + table.name()
            + "\" does not exist");
  }
}
