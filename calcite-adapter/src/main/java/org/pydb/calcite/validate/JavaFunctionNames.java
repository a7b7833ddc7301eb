package org.pydb.calcite.validate;

import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.JavaFunctions;

/**
 * Puts the functions that applications have brought into a statement, where their names stand.
 * Whatever looks for aggregates before names are resolved finds theirs, too. Stateless.
 */
final class JavaFunctionNames {

  private JavaFunctionNames() {}

  static void resolve(SqlNode statement, JavaFunctions functions) {
    if (functions.isEmpty()) {
      return;
    }
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlBasicCall basic
                && call.getOperator() instanceof SqlUnresolvedFunction unresolved) {
              resolve(basic, unresolved, functions);
            }
            return super.visit(call);
          }
        });
  }

  private static void resolve(SqlBasicCall call, SqlFunction unresolved, JavaFunctions functions) {
    SqlIdentifier name = unresolved.getSqlIdentifier();
    SqlOperator found = name == null || !name.isSimple() ? null : functions.find(name.getSimple());
    if (found != null) {
      call.setOperator(found);
    }
  }
}
