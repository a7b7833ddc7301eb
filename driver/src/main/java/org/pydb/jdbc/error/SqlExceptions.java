package org.pydb.jdbc.error;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;

/**
 * Makes exceptions. The class of an exception follows from its SQLSTATE, so that callers may go by
 * either; the vendor code is always 0. Stateless.
 */
public final class SqlExceptions {

  private SqlExceptions() {}

  /** What a call into the adapter threw: an error of the statement, or a fault of pydb's. */
  public static SQLException of(RuntimeException failure) {
    return failure instanceof SqlError error
        ? of(error.state(), message(error), error)
        : of(SqlStates.INTERNAL, "internal error: " + failure, failure);
  }

  /** An exception without a cause. */
  public static SQLException of(String state, String message) {
    return of(state, message, null);
  }

  /** An exception. */
  public static SQLException of(String state, String message, @Nullable Throwable cause) {
    SQLException exception = ofClass(state, message);
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }

  /** The driver does not do that. */
  public static SQLFeatureNotSupportedException notSupported(String what) {
    return new SQLFeatureNotSupportedException(
        what + " is not supported", SqlStates.NOT_SUPPORTED, 0);
  }

  /** An argument that makes no sense. */
  public static SQLException invalidArgument(String message) {
    return of(SqlStates.INVALID_ARGUMENT, message);
  }

  /** The statement was stopped by a call of cancel, which is not what a time limit does. */
  public static SQLException canceled(RuntimeException cause) {
    return new SQLException(of(cause).getMessage(), SqlStates.CANCELED, 0, cause);
  }

  /**
   * A batch failed.
   *
   * @param counts as {@link BatchUpdateException#getLargeUpdateCounts} gives them
   */
  public static BatchUpdateException batch(SQLException cause, long[] counts) {
    return new BatchUpdateException(cause.getMessage(), cause.getSQLState(), 0, counts, cause);
  }

  private static String message(SqlError error) {
    String message = error.getMessage();
    return message == null ? "SQLSTATE " + error.state() : message;
  }

  private static SQLException ofClass(String state, String message) {
    return switch (state.substring(0, 2)) {
      case "08" -> connection(state, message);
      case "0A" -> new SQLFeatureNotSupportedException(message, state, 0);
      case "22" -> new SQLDataException(message, state, 0);
      case "23" -> new SQLIntegrityConstraintViolationException(message, state, 0);
      case "28" -> new SQLInvalidAuthorizationSpecException(message, state, 0);
      case "40" -> new SQLTransactionRollbackException(message, state, 0);
      case "42" -> new SQLSyntaxErrorException(message, state, 0);
      case "53" -> new SQLTransientException(message, state, 0);
      case "55" -> lock(state, message);
      case "57" -> intervention(state, message);
      default -> new SQLException(message, state, 0);
    };
  }

  /** A connection that broke can be replaced; one that cannot be made cannot. */
  private static SQLException connection(String state, String message) {
    return switch (state) {
      case "08006", "08007" -> new SQLRecoverableException(message, state, 0);
      default -> new SQLNonTransientConnectionException(message, state, 0);
    };
  }

  private static SQLException lock(String state, String message) {
    return state.equals("55P03")
        ? new SQLTransientException(message, state, 0)
        : new SQLException(message, state, 0);
  }

  private static SQLException intervention(String state, String message) {
    return switch (state) {
      case SqlStates.CANCELED -> new SQLTimeoutException(message, state, 0);
      case "57P01", "57P02", "57P03" -> new SQLRecoverableException(message, state, 0);
      default -> new SQLException(message, state, 0);
    };
  }
}
