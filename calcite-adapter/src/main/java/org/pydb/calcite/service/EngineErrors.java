package org.pydb.calcite.service;

import org.pydb.calcite.api.SqlError;
import org.pydb.engine.error.CommitUnknownException;
import org.pydb.engine.error.ConstraintException;
import org.pydb.engine.error.CorruptionException;
import org.pydb.engine.error.DatabaseClosedException;
import org.pydb.engine.error.DatabaseFailedException;
import org.pydb.engine.error.DatabaseLockedException;
import org.pydb.engine.error.DeadlockException;
import org.pydb.engine.error.DiskFullException;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.FileLayoutException;
import org.pydb.engine.error.FormatTooNewException;
import org.pydb.engine.error.FormatTooOldException;
import org.pydb.engine.error.InvalidCharacterException;
import org.pydb.engine.error.KeyException;
import org.pydb.engine.error.LimitException;
import org.pydb.engine.error.LockTimeoutException;
import org.pydb.engine.error.NotADatabaseException;
import org.pydb.engine.error.PendingChecksException;
import org.pydb.engine.error.SequenceLimitException;
import org.pydb.engine.error.StatementCanceledException;
import org.pydb.engine.error.StatementRestartException;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.error.TransactionClosedException;
import org.pydb.engine.error.UnknownEngineException;
import org.pydb.engine.error.VolatileReferenceException;
import org.pydb.engine.error.WriteConflictException;

/** What the engine complains of, with the SQLSTATE that PostgreSQL has for it. Stateless. */
final class EngineErrors {
  private EngineErrors() {}

  /** The error to throw for what the engine, or an operator, threw. */
  static SqlError translate(RuntimeException thrown) {
    if (thrown instanceof SqlError error) {
      return error;
    }
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof EngineException error) {
      return new SqlError(state(error), message, error);
    }
    return new SqlError("XX000", "the statement failed, which is our fault: " + thrown, thrown);
  }

  private static String state(EngineException error) {
    if (error instanceof ConstraintException constraint) {
      return switch (constraint.kind()) {
        case NOT_NULL -> "23502";
        case UNIQUE -> "23505";
        case FOREIGN_KEY -> "23503";
      };
    }
    if (error instanceof WriteConflictException || error instanceof StatementRestartException) {
      return "40001";
    }
    if (error instanceof DeadlockException) {
      return "40P01";
    }
    if (error instanceof LockTimeoutException) {
      return "55P03";
    }
    if (error instanceof StatementCanceledException) {
      return "57014";
    }
    if (error instanceof InvalidCharacterException) {
      return "22021";
    }
    if (error instanceof LimitException) {
      return "54000";
    }
    if (error instanceof SequenceLimitException) {
      return "2200H";
    }
    if (error instanceof PendingChecksException) {
      return "55006";
    }
    if (error instanceof TransactionClosedException) {
      return "25000";
    }
    return stateOfStorage(error);
  }

  private static String stateOfStorage(EngineException error) {
    if (error instanceof DiskFullException) {
      return "53100";
    }
    if (error instanceof CommitUnknownException) {
      return "08007";
    }
    if (error instanceof DatabaseFailedException) {
      return "08006";
    }
    if (error instanceof DatabaseClosedException) {
      return "08003";
    }
    if (error instanceof DatabaseLockedException
        || error instanceof NotADatabaseException
        || error instanceof FormatTooNewException
        || error instanceof FormatTooOldException) {
      return "08001";
    }
    if (error instanceof KeyException key) {
      return switch (key.kind()) {
        case WRONG -> "28P01";
        case MISSING -> "28000";
        case UNWANTED -> "22023";
      };
    }
    if (error instanceof FileLayoutException) {
      return "22023";
    }
    if (error instanceof UnknownEngineException) {
      return "42704";
    }
    if (error instanceof VolatileReferenceException) {
      return "42P16";
    }
    if (error instanceof CorruptionException) {
      return "XX001";
    }
    return error instanceof StorageException ? "58030" : "XX000";
  }
}
