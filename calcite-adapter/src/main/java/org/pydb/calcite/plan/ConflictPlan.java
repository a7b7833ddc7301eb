package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.table.ConflictAction;
import org.pydb.calcite.explain.ExpressionText;
import org.pydb.calcite.parser.OnConflict;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Arbiters;

/**
 * How INSERT goes on where a row meets another one: its ON CONFLICT.
 *
 * @param action what is done
 * @param details as people read it
 */
record ConflictPlan(ConflictAction action, List<String> details) {

  /** By this name DO UPDATE sees the row that was to be inserted. */
  private static final String EXCLUDED = "excluded";

  /**
   * Plans ON CONFLICT.
   *
   * @param alias the name that the table has in the clause
   * @param clause null if there is none
   */
  static @Nullable ConflictPlan of(
      Planning planning, TargetTable target, String alias, @Nullable OnConflict clause) {
    if (clause == null) {
      return null;
    }
    if (clause.isUpdate() && clause.columns().isEmpty() && clause.constraint() == null) {
      throw new PlacedError(
          clause,
          "42601",
          "ON CONFLICT DO UPDATE requires inference specification or constraint name: for example,"
              + " ON CONFLICT (column_name)");
    }
    checkPredicate(planning, target, clause);
    List<Integer> arbiters = arbiters(target, clause);
    List<String> details = new ArrayList<>();
    details.add("Arbiters: " + names(target.definition(), arbiters));
    if (!clause.isUpdate()) {
      details.add("On Conflict: do nothing");
      return new ConflictPlan(new ConflictAction(arbiters, null), details);
    }
    return new ConflictPlan(
        new ConflictAction(arbiters, update(planning, target, alias, clause, details)), details);
  }

  private static String names(TableDefinition table, List<Integer> arbiters) {
    return arbiters.stream()
        .map(
            key ->
                key == Arbiters.PRIMARY_KEY && table.primaryKey() != null
                    ? table.primaryKey().name()
                    : table.indexes().get(key).name())
        .collect(Collectors.joining(", "));
  }

  // ------------------------------------------------------------------ the keys

  private static List<Integer> arbiters(TargetTable target, OnConflict clause) {
    if (clause.constraint() != null) {
      return List.of(constraint(target.definition(), clause.constraint()));
    }
    Set<Integer> columns = new HashSet<>(target.ordinals(clause.columns()));
    List<Integer> arbiters = new ArrayList<>();
    PrimaryKey primaryKey = target.definition().primaryKey();
    if (primaryKey != null && isMeant(columns, primaryKey.columns())) {
      arbiters.add(Arbiters.PRIMARY_KEY);
    }
    List<IndexDefinition> indexes = target.definition().indexes();
    for (int i = 0; i < indexes.size(); i++) {
      List<Integer> indexed = indexes.get(i).columns().stream().map(KeyColumn::column).toList();
      if (indexes.get(i).unique() && isMeant(columns, indexed)) {
        arbiters.add(i);
      }
    }
    if (arbiters.isEmpty() && !columns.isEmpty()) {
      throw new PlacedError(
          clause.columns(),
          "42P10",
          "there is no unique or exclusion constraint matching the ON CONFLICT specification: no"
              + " unique key of exactly these columns");
    }
    return arbiters;
  }

  /** Whether a key is one of exactly these columns; no columns stand for all keys. */
  private static boolean isMeant(Set<Integer> columns, List<Integer> key) {
    return columns.isEmpty() || columns.equals(new HashSet<>(key));
  }

  private static int constraint(TableDefinition table, SqlIdentifier name) {
    PrimaryKey primaryKey = table.primaryKey();
    if (primaryKey != null && primaryKey.name().equals(name.getSimple())) {
      return Arbiters.PRIMARY_KEY;
    }
    for (int i = 0; i < table.indexes().size(); i++) {
      IndexDefinition index = table.indexes().get(i);
      if (index.origin() == IndexDefinition.Origin.UNIQUE_CONSTRAINT
          && index.name().equals(name.getSimple())) {
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

  /** A predicate picks among partial indexes. All are whole, so it must be right, and picks all. */
  private static void checkPredicate(Planning planning, TargetTable target, OnConflict clause) {
    SqlNode predicate = clause.predicate();
    if (predicate != null) {
      RowExpressions condition =
          RowExpressions.of(
              planning,
              List.of(predicate),
              target.as(target.definition().name()),
              null,
              "index predicates");
      checkBoolean(condition.values().get(0), predicate);
    }
  }

  private static void checkBoolean(RexNode condition, SqlNode place) {
    if (condition.getType().getSqlTypeName() != SqlTypeName.BOOLEAN) {
      throw new PlacedError(place, "42804", "argument of WHERE must be of type boolean");
    }
  }

  // ------------------------------------------------------------------ the update

  private static ConflictAction.Update update(
      Planning planning,
      TargetTable target,
      String alias,
      OnConflict clause,
      List<String> details) {
    List<Integer> columns = target.setOrdinals(clause.targets());
    List<SqlNode> items = new ArrayList<>();
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    for (int i = 0; i < columns.size(); i++) {
      SqlNode value = clause.values().get(i);
      GivenValues.checkUpdate(target.column(columns.get(i)), value);
      items.add(
          value.getKind() == SqlKind.DEFAULT
              ? target.defaultOrNull(columns.get(i))
              : target.unqualified(value));
    }
    target.addTypes(types, columns);
    SqlNode condition = clause.condition();
    if (condition != null) {
      items.add(target.unqualified(condition));
      types.add("$condition", SqlTypeName.BOOLEAN);
    }
    RowExpressions expressions =
        RowExpressions.of(
            planning,
            items,
            withExcluded(target, alias),
            types.uniquify().build(),
            "ON CONFLICT DO UPDATE");
    ExpressionText text = text(target.definition());
    List<Expression> values = new ArrayList<>();
    List<String> set = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      RexNode value = expressions.values().get(i);
      RexNode stored = Assignment.of(value, target.column(columns.get(i)), items.get(i));
      values.add(expressions.compiler().compile(stored));
      set.add(target.column(columns.get(i)).name() + " = " + text.of(value));
    }
    details.add("On Conflict: update, set " + String.join(", ", set));
    Expression when = null;
    if (condition != null) {
      RexNode truth = expressions.values().get(columns.size());
      checkBoolean(truth, condition);
      when = expressions.compiler().compile(truth);
      details.add("Conflict Filter: " + text.of(truth));
    }
    return new ConflictAction.Update(columns, values, when);
  }

  private static ExpressionText text(TableDefinition table) {
    List<String> names = new ArrayList<>();
    table.columns().forEach(column -> names.add(column.name()));
    table.columns().forEach(column -> names.add(EXCLUDED + "." + column.name()));
    return new ExpressionText(names);
  }

  /** The row that is there, and behind it the one that was to be inserted. */
  private static SqlNode withExcluded(TargetTable target, String alias) {
    SqlParserPos place = target.name().getParserPosition();
    return new SqlJoin(
        place,
        target.as(alias),
        SqlLiteral.createBoolean(false, place),
        JoinType.COMMA.symbol(place),
        target.as(EXCLUDED),
        JoinConditionType.NONE.symbol(place),
        null);
  }
}
