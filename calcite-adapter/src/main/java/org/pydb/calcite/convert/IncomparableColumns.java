package org.pydb.calcite.convert;

import java.util.List;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.function.GatheringAggregates;
import org.pydb.calcite.type.OpaqueType;

/**
 * Refuses to group, sort or tell apart values of {@code json}, which has no equality. Validation
 * has seen to comparisons.
 */
final class IncomparableColumns extends RelVisitor {

  private IncomparableColumns() {}

  /**
   * Checks a whole tree, with its sub-queries.
   *
   * @throws SqlError 42883 if such values would have to be compared
   */
  static void check(RelNode tree) {
    new IncomparableColumns().go(tree);
  }

  @Override
  public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
    if (node instanceof Sort sort) {
      for (RelFieldCollation column : sort.getCollation().getFieldCollations()) {
        check(type(sort, column.getFieldIndex()), "an ordering");
      }
    } else if (node instanceof Aggregate aggregate) {
      check(aggregate);
    } else if (node instanceof SetOp rows && !rows.all) {
      for (RelDataTypeField field : rows.getRowType().getFieldList()) {
        check(field.getType(), "an equality");
      }
    }
    node.accept(new Expressions());
    super.visit(node, ordinal, parent);
  }

  private static void check(Aggregate aggregate) {
    RelNode input = aggregate.getInput();
    for (int column : aggregate.getGroupSet()) {
      check(type(input, column), "an equality");
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      boolean compares =
          switch (call.getAggregation().getKind()) {
            case MIN, MAX -> true;
            default -> call.isDistinct();
          };
      for (int argument : compares ? compared(call) : List.<Integer>of()) {
        check(type(input, argument), "an equality");
      }
    }
  }

  /** The arguments that are compared: not those that are gathered as JSON. */
  private static List<Integer> compared(AggregateCall call) {
    List<Integer> arguments = call.getArgList();
    return GatheringAggregates.areOfJson(call.getAggregation())
        ? arguments.subList(0, arguments.size() / 2)
        : arguments;
  }

  private static RelDataType type(RelNode node, int column) {
    return node.getRowType().getFieldList().get(column).getType();
  }

  private static void check(RelDataType type, String operator) {
    RelDataType element = type.getComponentType();
    if (OpaqueType.is(element == null ? type : element, OpaqueType.Kind.JSON)) {
      throw new SqlError(
          "42883",
          "could not identify " + operator + " operator for type json: use jsonb, or cast to text");
    }
  }

  private static final class Expressions extends RexShuttle {
    private final Windows windows = new Windows();

    @Override
    public RexNode visitOver(RexOver over) {
      over.accept(windows);
      return over;
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery query) {
      IncomparableColumns.check(query.rel);
      return super.visitSubQuery(query);
    }
  }

  private static final class Windows extends RexVisitorImpl<@Nullable Void> {
    Windows() {
      super(true);
    }

    @Override
    public @Nullable Void visitOver(RexOver over) {
      over.getWindow()
          .partitionKeys
          .forEach(key -> IncomparableColumns.check(key.getType(), "an equality"));
      over.getWindow()
          .orderKeys
          .forEach(key -> IncomparableColumns.check(key.left.getType(), "an ordering"));
      return super.visitOver(over);
    }
  }
}
