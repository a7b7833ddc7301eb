package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SelectScope;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * Refuses aggregates within a sub-query of which all columns are those of the query around: {@code
 * select (select sum(x.a) from y) from x}. By the standard they are aggregates of that query, whose
 * rows they make one group; Calcite would sum over the sub-query's rows.
 */
final class OuterAggregates extends SqlBasicVisitor<@Nullable Void> {
  private final PydbValidator validator;
  private final SelectScope tables;

  private OuterAggregates(PydbValidator validator, SelectScope tables) {
    this.validator = validator;
    this.tables = tables;
  }

  /** Checks what a query selects, or the condition on its groups. */
  static void refuse(PydbValidator validator, SqlSelect select, SqlNode expressions) {
    SelectScope tables = validator.getRawSelectScope(select);
    if (tables != null) {
      expressions.accept(new OuterAggregates(validator, tables));
    }
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY)) {
      return null; // It is checked when it is validated itself.
    }
    boolean isAggregate =
        call.getKind() == SqlKind.FILTER
            || call.getKind() == SqlKind.WITHIN_GROUP
            || Aggregates.is(call.getOperator());
    if (!isAggregate) {
      return super.visit(call);
    }
    List<SqlIdentifier> columns = columns(call);
    if (!columns.isEmpty() && columns.stream().noneMatch(this::isOwn)) {
      throw new PlacedError(
          call,
          "0A000",
          "an aggregate of columns of the query around is not supported in a sub-query:"
              + " compute it in a query of its own in FROM");
    }
    return null;
  }

  /**
   * The columns in an aggregate, its order and its condition; none if there is a sub-query, which
   * may have others.
   */
  private List<SqlIdentifier> columns(SqlCall aggregate) {
    List<SqlIdentifier> columns = new ArrayList<>();
    boolean[] isAsking = {false};
    for (SqlNode operand : aggregate.getOperandList()) {
      if (operand != null) {
        operand.accept(
            new SqlBasicVisitor<@Nullable Void>() {
              @Override
              public @Nullable Void visit(SqlIdentifier identifier) {
                boolean isFunction = validator.makeNullaryCall(identifier) != null;
                if (!identifier.isStar() && !isFunction) {
                  columns.add(identifier);
                }
                return null;
              }

              @Override
              public @Nullable Void visit(SqlCall call) {
                isAsking[0] |= call.isA(SqlKind.QUERY);
                return isAsking[0] ? null : super.visit(call);
              }
            });
      }
    }
    return isAsking[0] ? List.of() : columns;
  }

  private boolean isOwn(SqlIdentifier column) {
    var namespace = tables.fullyQualify(column).namespace;
    return namespace == null || tables.getChildren().contains(namespace);
  }
}
