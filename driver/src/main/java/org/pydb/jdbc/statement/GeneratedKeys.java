package org.pydb.jdbc.statement;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.KeyColumns;
import org.pydb.calcite.api.SqlSession;
import org.pydb.calcite.api.SqlStatement;
import org.pydb.jdbc.error.SqlExceptions;

/**
 * Which generated keys are asked for, in the three ways that JDBC has. Null stands for none.
 * Stateless.
 */
public final class GeneratedKeys {

  private GeneratedKeys() {}

  /** By a flag: the columns that tell rows apart, or none. */
  public static @Nullable KeyColumns of(int flag) throws SQLException {
    return switch (flag) {
      case Statement.RETURN_GENERATED_KEYS -> KeyColumns.OF_KEY;
      case Statement.NO_GENERATED_KEYS -> null;
      default ->
          throw SqlExceptions.invalidArgument(
              flag + ": expected Statement.RETURN_GENERATED_KEYS or NO_GENERATED_KEYS");
    };
  }

  /** By the numbers of columns in the table. */
  public static @Nullable KeyColumns of(int @Nullable [] columns) {
    return columns == null || columns.length == 0
        ? null
        : new KeyColumns(List.of(), Arrays.stream(columns).boxed().toList());
  }

  /** By the names of columns. */
  public static @Nullable KeyColumns of(String @Nullable [] columns) {
    return columns == null || columns.length == 0
        ? null
        : new KeyColumns(List.of(columns), List.of());
  }

  /** Prepares a statement that gives these. */
  public static SqlStatement prepare(
      SqlSession session, String sql, @Nullable KeyColumns keys, long timeoutMillis) {
    String plain = Escapes.translate(sql);
    return keys == null
        ? session.prepare(plain, timeoutMillis)
        : session.prepare(plain, keys, timeoutMillis);
  }
}
