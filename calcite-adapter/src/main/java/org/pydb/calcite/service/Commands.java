package org.pydb.calcite.service;

import java.sql.Connection;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.NoRows;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.ddl.DefinitionExecutor;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.exec.value.SessionZone;
import org.pydb.calcite.parser.BackupStatement;
import org.pydb.calcite.parser.IsolationLevel;
import org.pydb.calcite.parser.MaintenanceStatement;
import org.pydb.calcite.parser.TransactionStatement;
import org.pydb.engine.table.Transaction;

/** Runs what is neither query nor change: definitions, transaction control, settings, upkeep. */
final class Commands {
  private final Session session;
  private final String sql;

  Commands(Session session, String sql) {
    this.session = session;
    this.sql = sql;
  }

  /** Whether a statement is such a command. */
  static boolean isCommand(SqlNode statement) {
    return DefinitionExecutor.isDefinition(statement)
        || statement instanceof TransactionStatement
        || statement instanceof MaintenanceStatement
        || statement instanceof BackupStatement
        || statement instanceof SqlSetOption;
  }

  /** Runs one. */
  SqlResult execute(SqlNode statement, ParameterValues values) {
    if (DefinitionExecutor.isDefinition(statement)) {
      define(statement);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof TransactionStatement control) {
      control(control);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof SqlSetOption option) {
      set(option);
      return NoRows.OF_COMMAND;
    }
    return maintain((MaintenanceStatement) statement);
  }

  // ------------------------------------------------------------------ definitions

  private void define(SqlNode statement) {
    Transaction open = session.current();
    if (open == null) {
      Retry.onConflict(
          () -> {
            try (Transaction own = session.begin(session.isReadOnly())) {
              define(statement, own);
              own.commit();
              return true;
            } catch (RuntimeException e) {
              throw EngineErrors.translate(e);
            }
          });
      return;
    }
    Transaction.Savepoint before = open.savepoint();
    try {
      define(statement, open);
    } catch (RuntimeException e) {
      open.rollbackTo(before);
      throw EngineErrors.translate(e);
    }
  }

  private void define(SqlNode statement, Transaction now) {
    if (now.isReadOnly()) {
      throw new SqlError("25006", "cannot define anything in a read-only transaction");
    }
    try {
      new DefinitionExecutor(
              now, session.schema(), table -> NewTableCheck.check(session, sql, table, now))
          .execute(statement);
      now.endStatement();
    } catch (PlacedError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  // ------------------------------------------------------------------ transactions

  private void control(TransactionStatement statement) {
    switch (statement.action()) {
      case BEGIN -> {
        setIsolation(statement.modes().isolation());
        session.beginExplicitly(statement.modes().readOnly());
      }
      case COMMIT -> {
        warnIfOutside();
        session.commit();
      }
      case ROLLBACK -> {
        warnIfOutside();
        session.rollback();
      }
      case SAVEPOINT -> session.savepoints().take(name(statement));
      case ROLLBACK_TO -> session.savepoints().rollbackTo(name(statement));
      case RELEASE -> session.savepoints().release(name(statement));
      case SET_TRANSACTION, SET_SESSION -> {
        setIsolation(statement.modes().isolation());
        Boolean readOnly = statement.modes().readOnly();
        if (readOnly != null) {
          session.setReadOnly(readOnly);
        }
      }
    }
  }

  private static String name(TransactionStatement statement) {
    String name = statement.savepoint();
    assert name != null;
    return name;
  }

  private void warnIfOutside() {
    if (!session.inTransaction()) {
      session.warn("there is no transaction in progress");
    }
  }

  private void setIsolation(@Nullable IsolationLevel level) {
    if (level != null) {
      session.setIsolation(
          switch (level) {
            case READ_UNCOMMITTED -> Connection.TRANSACTION_READ_UNCOMMITTED;
            case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
            case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
            case SERIALIZABLE -> Connection.TRANSACTION_SERIALIZABLE;
          });
    }
  }

  // ------------------------------------------------------------------ settings

  private void set(SqlSetOption option) {
    String name = option.name().toString().toLowerCase(Locale.ROOT);
    SqlNode value = option.getValue();
    if (name.equals("timezone") || name.equals("time zone")) {
      session.setZone(value == null ? SessionZone.of(ZoneId.systemDefault()) : zone(value));
    } else {
      throw new SqlError(
          "42704", "unrecognized configuration parameter \"" + name + "\"; there is: timezone");
    }
  }

  private static SessionZone zone(SqlNode value) {
    return SessionZone.named(
        value instanceof SqlCharStringLiteral text
            ? text.getValueAs(String.class)
            : value.toString());
  }

  // ------------------------------------------------------------------ upkeep

  private SqlResult maintain(MaintenanceStatement statement) {
    switch (statement.action()) {
      case SHUTDOWN -> session.database().close();
      case CHECKPOINT -> {
        try {
          session.database().engine().checkpoint();
        } catch (RuntimeException e) {
          throw EngineErrors.translate(e);
        }
      }
      case CHECK_DATABASE -> {
        List<String> findings = session.database().engine().verify();
        return new TextRows(findings.isEmpty() ? List.of("ok") : findings);
      }
      case VACUUM, ANALYZE ->
          throw new SqlError(
              "0A000",
              statement.action() + " is not supported yet; free pages are reused without it");
    }
    return NoRows.OF_COMMAND;
  }
}
