package org.pydb.calcite.ddl;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.PydbDialect;
import org.pydb.calcite.parser.PydbParser;

/** Trees of expressions, copied and changed. Stateless. */
public final class Trees {
  static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

  private Trees() {}

  /** A copy, for planning, which uses trees up. */
  public static SqlNode copy(SqlNode node) {
    return changed(node, identifier -> identifier);
  }

  /** A copy with other names in it. */
  static SqlNode changed(SqlNode node, UnaryOperator<SqlIdentifier> names) {
    SqlNode copy =
        node.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlIdentifier identifier) {
                return names.apply(identifier);
              }

              @Override
              public @Nullable SqlNode visit(SqlCall call) {
                CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
                call.getOperator().acceptCall(this, call, false, handler);
                return handler.result();
              }
            });
    return copy == null ? node : copy;
  }

  /**
   * Looks whether an expression is one over the columns of a row.
   *
   * @param what it is, for the message
   * @throws PlacedError 0A000 if there is a query in it
   */
  static void refuseQueries(SqlNode expression, String what) {
    expression.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw new PlacedError(call, "0A000", "cannot use subquery in " + what);
            }
            return super.visit(call);
          }
        });
  }

  /** An expression that a definition keeps. */
  static SqlNode parse(String text) {
    try {
      return PydbParser.parseExpression(text);
    } catch (SqlParseException e) {
      throw new IllegalStateException("an expression that was kept does not parse: " + text, e);
    }
  }

  /** A query that a definition keeps. */
  public static SqlNode parseQuery(String text) {
    try {
      return PydbParser.parseStatement(text);
    } catch (SqlParseException e) {
      throw new IllegalStateException("a query that was kept does not parse: " + text, e);
    }
  }

  /** Whether an expression that a definition keeps names a column. */
  static boolean names(String text, String column) {
    boolean[] found = {false};
    SqlNode unused =
        changed(
            parse(text),
            identifier -> {
              found[0] |= last(identifier).equals(column);
              return identifier;
            });
    return found[0];
  }

  /** An expression that a definition keeps, with another name for a column. */
  static String renamed(String text, String column, String newName) {
    return PydbDialect.text(
        changed(
            parse(text),
            identifier ->
                last(identifier).equals(column)
                    ? identifier.setName(identifier.names.size() - 1, newName)
                    : identifier));
  }

  /** An expression that a definition keeps, with another name for the table before columns. */
  static String requalified(String text, String table, String newName) {
    return PydbDialect.text(
        changed(
            parse(text),
            identifier -> {
              int at = identifier.names.size() - 2;
              return at >= 0 && identifier.names.get(at).equals(table)
                  ? new SqlIdentifier(
                      List.of(newName, last(identifier)), identifier.getParserPosition())
                  : identifier;
            }));
  }

  private static String last(SqlIdentifier identifier) {
    return identifier.names.get(identifier.names.size() - 1);
  }

  static SqlIdentifier name(String... parts) {
    return new SqlIdentifier(List.of(parts), NOWHERE);
  }
}
