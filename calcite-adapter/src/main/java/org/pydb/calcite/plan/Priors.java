package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlNodeList;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.calcite.catalog.KeptTable;
import org.pydb.calcite.exec.operator.PlanNode;
import org.pydb.calcite.exec.table.SequenceNode;
import org.pydb.calcite.explain.PlanStep;
import org.pydb.calcite.parser.PriorStatements;
import org.pydb.calcite.parser.SequencedStatement;
import org.pydb.calcite.rel.KeptRows;
import org.pydb.calcite.rel.LogicalKeptRows;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;

/** What runs before a statement, and gives rows that it reads: their plans, in order. */
final class Priors {

  /** A plan whose rows are kept. */
  private record Prior(int number, PlanNode plan, String name, PlanStep explanation) {}

  private final List<Prior> priors = new ArrayList<>();
  private int counted = SequenceNode.LAST;
  private int numberCount;

  /** None yet. */
  Priors() {}

  /**
   * Adds a plan.
   *
   * @return the number of its rows
   */
  int add(PlanNode plan, String name, PlanStep explanation) {
    int number = numberCount++;
    add(number, plan, name, explanation);
    return number;
  }

  /** Adds a plan whose rows have a number already. */
  void add(int number, PlanNode plan, String name, PlanStep explanation) {
    priors.add(new Prior(number, plan, name, explanation));
  }

  /** Rows that have a number now, and whose type is not yet known. */
  KeptRows.Rows rows(String name, double expected) {
    return new KeptRows.Rows(numberCount++, name, nothing(), expected);
  }

  /** Has the changes of one of them, rather than of what comes last, be those of the statement. */
  void count(int number) {
    counted = number;
  }

  /** Plans what stands before a statement, so that the statement can name the rows. */
  void plan(Planning planning, SequencedStatement sequence) {
    SqlNodeList statements = sequence.priors();
    for (int i = 0; i < statements.size(); i++) {
      String name = sequence.names().get(i).toString();
      Planning own = planning.part();
      PlannedStatement planned = Planner.plan(own, statements.get(i));
      counted = SequenceNode.LAST; // Those of the last step are the statement's.
      int number = add(planned.plan(), name, planned.explanation());
      List<String> table = List.of(PriorStatements.SCHEMA, String.valueOf(i));
      KeptTable rows = table(table, number, name, planned, own.expectedRows());
      planning.reader().keep(table, rows);
    }
  }

  private static KeptTable table(
      List<String> table, int number, String name, PlannedStatement planned, double expected) {
    boolean hasRows = planned.kind() == SqlStatement.Kind.QUERY;
    RelDataType rowType = hasRows ? rowType(planned.columns()) : nothing();
    KeptRows.Rows rows = new KeptRows.Rows(number, name, rowType, expected);
    return new KeptTable(
        table,
        rowType,
        cluster -> {
          if (!hasRows) {
            throw new SqlError(
                "0A000", "WITH query \"" + name + "\" does not have a RETURNING clause");
          }
          return new LogicalKeptRows(cluster, rows);
        });
  }

  private static RelDataType rowType(List<ColumnInfo> columns) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    for (ColumnInfo column : columns) {
      types.add(column.label(), ColumnTypes.toPlan(column.type(), column.nullable()));
    }
    return types.uniquify().build();
  }

  /** Calcite wants a column. Nobody reads it. */
  private static RelDataType nothing() {
    return PydbTypeFactory.INSTANCE.builder().add("?", PydbTypeFactory.INSTANCE.text()).build();
  }

  /** A statement behind all of them. */
  PlannedStatement before(PlannedStatement last) {
    if (priors.isEmpty()) {
      return last;
    }
    boolean isCounted = counted != SequenceNode.LAST || last.isChange();
    List<PlanStep> steps = new ArrayList<>();
    for (Prior prior : priors) {
      steps.add(PlanStep.over("Rows of " + prior.name, List.of(), List.of(prior.explanation)));
    }
    steps.add(last.explanation());
    return last.with(
        new SequenceNode(
            priors.stream().map(prior -> new SequenceNode.Prior(prior.number, prior.plan)).toList(),
            last.plan(),
            isCounted ? counted : SequenceNode.NONE),
        PlanStep.over("Sequence", List.of(), steps));
  }
}
