package org.pydb.calcite.service;

import java.nio.file.Path;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSetOption;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.NoRows;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.api.SqlResult;
import org.pydb.calcite.ddl.ConstraintsExecutor;
import org.pydb.calcite.ddl.DefinitionExecutor;
import org.pydb.calcite.error.CalciteErrors;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.error.Suggestions;
import org.pydb.calcite.parser.BackupStatement;
import org.pydb.calcite.parser.CopyStatement;
import org.pydb.calcite.parser.CreateTable;
import org.pydb.calcite.parser.CreateTableAs;
import org.pydb.calcite.parser.MaintenanceStatement;
import org.pydb.calcite.parser.SetConstraints;
import org.pydb.calcite.parser.ShowStatement;
import org.pydb.calcite.parser.TransactionStatement;
import org.pydb.calcite.parser.VacuumInto;
import org.pydb.engine.crypto.KeySource;
import org.pydb.engine.table.Transaction;
import org.pydb.engine.vfs.layer.FileStack;

/** Runs what is neither query nor change: definitions, transaction control, settings, upkeep. */
final class Commands {
  private final Session session;
  private final String sql;
  private final char @Nullable [] hiddenKey;
  private final Execution execution;

  /**
   * Commands of a session.
   *
   * @param hiddenKey what was taken out of the text, or null
   * @param execution ends waits and backups early
   */
  Commands(Session session, String sql, char @Nullable [] hiddenKey, Execution execution) {
    this.session = session;
    this.sql = sql;
    this.hiddenKey = hiddenKey;
    this.execution = execution;
  }

  /** Whether a statement is such a command. */
  static boolean isCommand(SqlNode statement) {
    return DefinitionExecutor.isDefinition(statement)
        || statement instanceof TransactionStatement
        || statement instanceof SetConstraints
        || statement instanceof MaintenanceStatement
        || statement instanceof BackupStatement
        || statement instanceof VacuumInto
        || statement instanceof CopyStatement
        || statement instanceof SqlSetOption
        || statement instanceof ShowStatement;
  }

  /** Runs one. */
  SqlResult execute(SqlNode statement) {
    if (DefinitionExecutor.isDefinition(statement)) {
      define(statement);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof TransactionStatement control) {
      control(control);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof SetConstraints constraints) {
      setConstraints(constraints);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof SqlSetOption option) {
      new SettingCommands(session).run(option);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof ShowStatement show) {
      return show(show);
    }
    if (statement instanceof BackupStatement backup) {
      Path file = session.files().forWriting(backup.file());
      BackupRun.run(session, execution, file, null, null, pages -> {});
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof VacuumInto copy) {
      vacuumInto(copy);
      return NoRows.OF_COMMAND;
    }
    if (statement instanceof CopyStatement copy) {
      return new NoRows(copy(copy));
    }
    return maintain((MaintenanceStatement) statement);
  }

  /** Makes a copy, with the key of this database if no other one is given. */
  private void vacuumInto(VacuumInto copy) {
    SqlIdentifier option = copy.option();
    SqlIdentifier name = copy.name();
    if (option != null && option.getSimple().equals("storage")) {
      String made =
          name != null ? name.getSimple() : hiddenKey == null ? "" : new String(hiddenKey);
      FileStack storage = FileStacks.parse(made);
      Path file = session.files().forWriting(copy.file());
      BackupRun.run(session, execution, file, null, storage, pages -> {});
      return;
    }
    boolean isKey = option == null || option.getSimple().equals("encryption_key");
    boolean isNone = name == null || name.getSimple().equalsIgnoreCase("none");
    if (!isKey || !isNone) {
      throw new SqlError(
          "42601",
          "VACUUM INTO takes WITH (encryption_key 'KEY'), or WITH (encryption_key NONE) for a copy"
              + " that is not encrypted, or WITH (storage 'WORDS') for one that is made of something"
              + " else");
    }
    char[] key = hiddenKey;
    KeySource source = null;
    if (name != null) {
      source = KeySource.NONE;
    } else if (option != null && key != null) {
      source = key::clone;
    }
    Path file = session.files().forWriting(copy.file());
    BackupRun.run(session, execution, file, source, null, pages -> {});
  }

  private long copy(CopyStatement copy) {
    try {
      return CopyFiles.run(session, execution, sql, copy);
    } catch (PlacedError e) {
      throw CalciteErrors.translate(e, sql, Suggestions.NONE);
    }
  }

  // ------------------------------------------------------------------ definitions

  private void define(SqlNode statement) {
    SessionTransactions transactions = session.transactions();
    transactions.checkWritable("define anything");
    Transaction open = transactions.current();
    if (open != null) {
      define(statement, open);
      return;
    }
    Retry.onConflict(
        execution,
        () -> {
          try (Transaction own = transactions.beginForStatement()) {
            define(statement, own);
            transactions.commit(own);
            return true;
          }
        });
  }

  private void define(SqlNode statement, Transaction now) {
    boolean isTemporary =
        (statement instanceof CreateTable table && table.life().isTemporary())
            || (statement instanceof CreateTableAs query && query.life().isTemporary());
    if (isTemporary) {
      session.useTemporaryTables();
    }
    execution.run(
        now,
        () -> {
          try {
            new DefinitionExecutor(
                    now,
                    session.searchPath(),
                    new DefinitionStatements(session, sql, execution, now))
                .execute(statement);
            return true;
          } catch (PlacedError e) {
            throw CalciteErrors.translate(e, sql, Suggestions.NONE);
          }
        });
  }

  // ------------------------------------------------------------------ transactions

  private void setConstraints(SetConstraints statement) {
    Transaction open = session.transactions().current();
    if (open == null) {
      session.warn("SET CONSTRAINTS can only be used in transaction blocks");
      return;
    }
    if (open.isReadOnly()) {
      return; // Nothing is written, so nothing is looked at.
    }
    execution.run(
        open,
        () -> {
          try {
            new ConstraintsExecutor(open, session.searchPath()).execute(statement);
            return true;
          } catch (PlacedError e) {
            throw CalciteErrors.translate(e, sql, Suggestions.NONE);
          }
        });
  }

  private void control(TransactionStatement statement) {
    SessionTransactions transactions = session.transactions();
    switch (statement.action()) {
      case BEGIN -> transactions.announce(statement.modes());
      case COMMIT -> {
        warnIfOutside();
        session.commit();
      }
      case ROLLBACK -> {
        warnIfOutside();
        session.rollback();
      }
      case SAVEPOINT -> transactions.savepoints().take(name(statement));
      case ROLLBACK_TO -> transactions.savepoints().rollbackTo(name(statement));
      case RELEASE -> transactions.savepoints().release(name(statement));
      case SET_TRANSACTION -> transactions.set(statement.modes());
      case SET_SESSION -> transactions.setDefaults(transactions.defaults().with(statement.modes()));
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

  // ------------------------------------------------------------------ upkeep

  private TextRows show(ShowStatement show) {
    String name = show.parameter();
    if (StatisticsRows.isMeant(show)) {
      return StatisticsRows.of(session, sql, show);
    }
    if (show.table() != null) {
      throw new SqlError("42601", "SHOW " + name + " has no FOR: only SHOW statistics has");
    }
    return switch (name) {
      case "lock_waits" ->
          TextRows.lines(session.database().lockWaits().stream().map(LockWait::toString).toList());
      case "all" -> TextRows.table(new SettingCommands(session).showAll());
      case "running_statements" ->
          TextRows.lines(
              session.database().runningStatements().stream()
                  .map(RunningStatement::toString)
                  .toList());
      case "plan_cache" -> TextRows.lines(session.database().plans().figures().lines());
      default -> TextRows.lines(List.of(new SettingCommands(session).show(name)));
    };
  }

  private SqlResult maintain(MaintenanceStatement statement) {
    switch (statement.action()) {
      case SHUTDOWN -> {
        session.transactions().endText(true); // What stands before it in the text.
        session.database().close();
      }
      case CHECKPOINT -> {
        try {
          session.database().engine().checkpoint();
        } catch (RuntimeException e) {
          throw EngineErrors.translate(e);
        }
      }
      case CHECK_DATABASE -> {
        List<String> findings = session.database().engine().verify();
        return TextRows.lines(findings.isEmpty() ? List.of("ok") : findings);
      }
      case VACUUM -> {
        return vacuum(statement);
      }
      case ANALYZE -> new Analysis(session, sql, execution).run(statement);
    }
    return NoRows.OF_COMMAND;
  }

  /** Gives room back to the disk: a matter of the file, so of all tables. */
  private SqlResult vacuum(MaintenanceStatement statement) {
    if (!statement.tables().isEmpty()) {
      throw new SqlError(
          "0A000", "VACUUM of single tables is not supported: VACUUM alone shrinks the whole file");
    }
    if (session.inTransaction()) {
      throw new SqlError(
          "25001",
          "VACUUM cannot run inside a transaction, whose snapshot keeps what it would give back:"
              + " commit or roll back first");
    }
    try {
      return TextRows.lines(session.database().engine().vacuum());
    } catch (RuntimeException e) {
      throw EngineErrors.translate(e);
    }
  }
}
