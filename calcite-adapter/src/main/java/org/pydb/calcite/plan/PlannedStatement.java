package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.catalog.StatisticsStamp;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.table.InsertNode;
import org.pydb.calcite.exec.table.LockRowsNode;
import org.pydb.calcite.exec.table.ModifyNode;
import org.pydb.calcite.exec.table.SequenceNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.function.JavaFunctions;
import org.pydb.calcite.hoist.LiteralSlot;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.TableDefinition;

/**
 * A statement, planned: all that is needed to run it again and again, and nothing of Calcite's.
 * Immutable; thread-safe; can be cached as long as the tables are the same.
 *
 * @param kind {@code QUERY} or {@code UPDATE}
 * @param plan makes the operators that run; those of an update give one row, the number of rows
 *     that were changed, an INT64
 * @param columns of the rows; empty unless it is a query
 * @param parameters in the order of their numbers. One without a type was planned as text, or as
 *     the type in the options: plan again with the types that are bound, unless they are that
 * @param tables the definitions that the plan relies on
 * @param statistics by which estimates it was chosen
 * @param explanation the plan as people read it; {@link PlanStep#NONE} unless EXPLAIN wants it
 * @param literals the literals of the statement whose values the plan leaves open, by their numbers
 *     in the text; null for those that it knows
 * @param names what the names in the statement mean besides tables
 */
public record PlannedStatement(
    SqlStatement.Kind kind,
    PlanNode plan,
    List<ColumnInfo> columns,
    List<ParameterInfo> parameters,
    List<TableDefinition> tables,
    List<StatisticsStamp> statistics,
    PlanStep explanation,
    List<@Nullable LiteralSlot> literals,
    Names names) {

  /** Takes copies of the lists. */
  public PlannedStatement {
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
    tables = List.copyOf(tables);
    statistics = List.copyOf(statistics);
    literals = Collections.unmodifiableList(literals); // List.copyOf refuses the nulls.
  }

  /** A plan that knows all literals. */
  PlannedStatement(
      SqlStatement.Kind kind,
      PlanNode plan,
      List<ColumnInfo> columns,
      List<ParameterInfo> parameters,
      List<TableDefinition> tables,
      List<StatisticsStamp> statistics,
      PlanStep explanation) {
    this(kind, plan, columns, parameters, tables, statistics, explanation, List.of(), Names.NONE);
  }

  /**
   * A change.
   *
   * @param title what it does to which table
   * @param details how, a line each
   * @param rows how its rows are found
   * @param returned what it gives of them; null for their number
   */
  static PlannedStatement ofChange(
      Planning planning,
      String title,
      List<String> details,
      ModifyNode plan,
      PlanStep rows,
      @Nullable ReturnedColumns returned) {
    List<String> lines = new ArrayList<>(details);
    if (returned != null) {
      lines.add(returned.text());
    }
    PlanStep explanation = PlanStep.over(title, lines, List.of(rows));
    ReturnedColumns.Behind behind = returned == null ? null : returned.behind();
    KeptQuery query = behind == null ? null : behind.query();
    if (behind != null) {
      planning.priors().add(behind.number(), plan, "RETURNING", explanation);
      planning.priors().count(behind.number());
    }
    return new PlannedStatement(
        returned == null ? SqlStatement.Kind.UPDATE : SqlStatement.Kind.QUERY,
        query == null ? plan : query.plan(),
        returned == null ? List.of() : returned.columns(),
        planning.parameters(),
        planning.tables(),
        planning.statistics(),
        query == null ? explanation : query.explanation());
  }

  /** The same plan, of which it is known that it leaves literals open. */
  PlannedStatement withLiterals(List<@Nullable LiteralSlot> slots) {
    return slots.isEmpty()
        ? this
        : new PlannedStatement(
            kind, plan, columns, parameters, tables, statistics, explanation, slots, names);
  }

  /** The same statement with another plan for its rows. */
  PlannedStatement with(PlanNode newPlan, PlanStep newExplanation) {
    return new PlannedStatement(
        kind, newPlan, columns, parameters, tables, statistics, newExplanation, literals, names);
  }

  /** The same plan, of which it is known what else its names mean. */
  PlannedStatement withNames(Names newNames) {
    return new PlannedStatement(
        kind, plan, columns, parameters, tables, statistics, explanation, literals, newNames);
  }

  /** Whether it is right under a catalog: what it names is defined as it was. */
  public boolean isValid(Catalog catalog) {
    for (TableDefinition table : tables) {
      if (!table.equals(catalog.table(table.id()))) {
        return false;
      }
    }
    return names.meanTheSame(catalog, tables);
  }

  /** Whether the functions in Java are those that it was made with. */
  public boolean hasCurrentFunctions(JavaFunctions functions) {
    return names.functions() == functions;
  }

  /** Whether the estimates by which it was chosen are still about the same. */
  public boolean hasCurrentStatistics() {
    for (StatisticsStamp stamp : statistics) {
      if (!stamp.isCurrent()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it locks the rows that it gives, and so cannot run in a transaction that only reads.
   */
  public boolean isLocking() {
    return plan instanceof LockRowsNode
        || (plan instanceof SequenceNode sequence && sequence.isLocking());
  }

  /** Whether it changes rows, be it that it gives some as well. */
  public boolean isChange() {
    return plan instanceof ModifyNode
        || (plan instanceof SequenceNode sequence && sequence.isChange());
  }

  /** Whether the rows that it gives are those that it changes. */
  public boolean givesChangedRows() {
    return plan instanceof ModifyNode
        || (plan instanceof SequenceNode sequence && sequence.isCounted());
  }

  /** Whether it runs without reading anything. */
  public boolean readsNothing() {
    return plan instanceof InsertNode insert && insert.readsNothing();
  }

  /** Whether many executions, one after the other, may run as one. */
  public boolean takesEntries() {
    return plan instanceof InsertNode insert && insert.takesEntries();
  }
}
