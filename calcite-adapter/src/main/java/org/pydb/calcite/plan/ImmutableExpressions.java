package org.pydb.calcite.plan;

import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.function.JavaScalarOperator;

/**
 * Expressions of which the value is kept, in columns and indexes: they must give the same for the
 * same row for ever, whoever asks and in whatever time zone. Stateless.
 */
final class ImmutableExpressions {

  /** What may be done with instants: the rest asks for the time zone of the session. */
  private static final Set<SqlKind> OF_INSTANTS =
      Set.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.CASE,
          SqlKind.COALESCE,
          SqlKind.GREATEST,
          SqlKind.LEAST);

  private ImmutableExpressions() {}

  /**
   * Looks at an expression.
   *
   * @param what it is, for the message
   * @throws SqlError 42P17 if its value may change
   */
  static void check(RexNode expression, String what) {
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitCall(RexCall call) {
            boolean isFixed =
                call.getOperator().isDeterministic() && !call.getOperator().isDynamicFunction();
            if (!isFixed || asksForZone(call)) {
              throw new SqlError(
                  "42P17",
                  what
                      + " is not immutable: "
                      + call.getOperator().getName().toLowerCase(java.util.Locale.ROOT)
                      + (isFixed
                          ? " on timestamps with time zone depends on the session's time zone"
                          : " may give another value each time"));
            }
            return super.visitCall(call);
          }
        });
  }

  /**
   * Looks whether an expression of a definition calls a function in Java, which may not be there
   * when the database is opened next.
   *
   * @param what it is, for the message
   * @throws SqlError 0A000 if it does
   */
  static void refuseJava(RexNode expression, String what) {
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitCall(RexCall call) {
            if (call.getOperator() instanceof JavaScalarOperator java) {
              throw new SqlError(
                  "0A000",
                  what
                      + " cannot call "
                      + java.function().signature()
                      + ", which is written in Java: the database can be opened without it");
            }
            return super.visitCall(call);
          }
        });
  }

  private static boolean asksForZone(RexCall call) {
    if (OF_INSTANTS.contains(call.getKind())) {
      return false;
    }
    boolean isInstant = isInstant(call.getType());
    for (RexNode operand : call.getOperands()) {
      isInstant |= isInstant(operand.getType());
    }
    return isInstant;
  }

  private static boolean isInstant(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }
}
