package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/** What a number of rows cannot be computed from. */
final class RowCountCheck {

  private RowCountCheck() {}

  /** Refuses columns, sub-queries, aggregates and window functions. */
  static void check(SqlCall count, String clause) {
    count.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier column) {
            throw new PlacedError(
                column, "42P10", "argument of " + clause + " must not contain variables");
          }

          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw new PlacedError(
                  call,
                  "0A000",
                  "sub-queries in "
                      + clause
                      + " are not supported: ask for the number first, and give it as a parameter");
            }
            if (call.getOperator().isAggregator() || call.getKind() == SqlKind.OVER) {
              throw new PlacedError(
                  call, "42803", "aggregate and window functions are not allowed in " + clause);
            }
            return super.visit(call);
          }
        });
  }
}
