package org.pydb.calcite.exec.expression;

import java.util.List;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.exec.value.Timestamps;
import org.pydb.calcite.exec.vector.LongVector;
import org.pydb.calcite.exec.vector.Vector;

/** When the statement began: the same for all rows, and for all uses in a statement. */
final class StatementTime extends Expression {

  /** What of it is asked for; all but the last are local to the session's zone. */
  enum Part {
    DATE,
    TIME,
    TIMESTAMP,
    INSTANT
  }

  private final String name;
  private final Part part;

  StatementTime(String name, Part part) {
    super(TimeFunctions.typeOf(part), List.of());
    this.name = name;
    this.part = part;
  }

  @Override
  protected String name() {
    return name;
  }

  @Override
  public Evaluator evaluator() {
    return new TimeEvaluator(this);
  }

  private long of(long instant, SessionZone zone) {
    return switch (part) {
      case DATE -> Timestamps.dayOf(zone.toLocal(instant));
      case TIME -> Timestamps.timeOf(zone.toLocal(instant));
      case TIMESTAMP -> zone.toLocal(instant);
      case INSTANT -> instant;
    };
  }

  private static final class TimeEvaluator extends ConstantEvaluator {
    private final StatementTime expression;
    private long value;

    TimeEvaluator(StatementTime expression) {
      super(expression.type());
      this.expression = expression;
    }

    @Override
    public void open(EvaluationContext context) {
      value = expression.of(context.statementMicros(), context.zone());
      forget();
    }

    @Override
    protected void write(Vector vector) {
      ((LongVector) vector).set(0, value);
    }
  }
}
