package org.pydb.calcite.system;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.system.SystemState.EndedStatement;
import org.pydb.calcite.system.SystemState.KeptPlan;
import org.pydb.calcite.system.SystemState.OpenTransaction;
import org.pydb.calcite.system.SystemState.SessionActivity;

/** What pydb tells of what goes on just now: sessions, transactions, statements, locks, plans. */
final class PydbActivity {
  private static final String SCHEMA = SystemTables.PYDB;
  private static final double NANOS_A_MILLI = 1e6;

  private PydbActivity() {}

  static List<SystemTable> tables() {
    return List.of(
        settings(),
        sessions(),
        transactions(),
        statements(),
        statementStatistics(),
        locks(),
        plans());
  }

  private static SystemTable settings() {
    return SystemTable.of(SCHEMA, "settings", state -> List.copyOf(state.settings().entrySet()))
        .text("name", Map.Entry::getKey)
        .text("setting", Map.Entry::getValue)
        .make();
  }

  private static SystemTable sessions() {
    return SystemTable.of(SCHEMA, "sessions", SystemState::sessions)
        .text("session", SessionActivity::name)
        .instant("connected", SessionActivity::connected)
        .text("state", PydbActivity::state)
        .text("statement", row -> row.statement() == null ? null : row.statement().sql())
        .instant("statement_began", row -> row.statement() == null ? null : micros(row.statement()))
        .instant(
            "transaction_began",
            row -> row.transaction() == null ? null : row.transaction().begun())
        .make();
  }

  private static long micros(RunningStatement statement) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, statement.since());
  }

  private static String state(SessionActivity session) {
    if (session.statement() != null) {
      return "active";
    }
    return session.transaction() == null ? "idle" : "idle in transaction";
  }

  /** A transaction and whose it is. */
  private record Owned(String session, OpenTransaction transaction) {
    static List<Owned> all(SystemState state) {
      List<Owned> all = new ArrayList<>();
      for (SessionActivity session : state.sessions()) {
        OpenTransaction open = session.transaction();
        if (open != null) {
          all.add(new Owned(session.name(), open));
        }
      }
      return all;
    }
  }

  private static SystemTable transactions() {
    return SystemTable.of(SCHEMA, "transactions", Owned::all)
        .text("session", Owned::session)
        .instant("began", row -> row.transaction.begun())
        .text("isolation", row -> row.transaction.isolation())
        .bool("read_only", row -> row.transaction.readOnly())
        .make();
  }

  /** A statement that runs, and for what it waits. */
  private record Run(RunningStatement statement, @Nullable LockWait waiting) {
    static List<Run> all(SystemState state) {
      List<LockWait> waits = state.lockWaits();
      List<Run> all = new ArrayList<>();
      for (SessionActivity session : state.sessions()) {
        RunningStatement statement = session.statement();
        if (statement != null) {
          all.add(new Run(statement, of(session, waits)));
        }
      }
      return all;
    }

    private static @Nullable LockWait of(SessionActivity session, List<LockWait> waits) {
      return waits.stream()
          .filter(wait -> wait.waiter().equals(session.name()))
          .findFirst()
          .orElse(null);
    }
  }

  private static SystemTable statements() {
    return SystemTable.of(SCHEMA, "statements", Run::all)
        .text("session", row -> row.statement.session())
        .text("statement", row -> row.statement.sql())
        .instant("began", row -> micros(row.statement))
        .bigint("rows_read", row -> row.statement.rowsRead())
        .bigint("rows_expected", row -> row.statement.rowsExpected())
        .bigint("spilled_rows", row -> row.statement.spilledRows())
        .bigint("spilled_bytes", row -> row.statement.spilledBytes())
        .bigint("reread_rows", row -> row.statement.rereadRows())
        .text("waits_for", row -> row.waiting == null ? null : row.waiting.wanted())
        .make();
  }

  private static SystemTable statementStatistics() {
    return SystemTable.of(SCHEMA, "statement_statistics", SystemState::endedStatements)
        .text("statement", EndedStatement::statement)
        .bigint("calls", EndedStatement::calls)
        .real("total_ms", row -> row.nanos() / NANOS_A_MILLI)
        .real("mean_ms", row -> row.nanos() / NANOS_A_MILLI / row.calls())
        .real("max_ms", row -> row.nanosMax() / NANOS_A_MILLI)
        .bigint("row_count", EndedStatement::rows)
        .instant("last_began", EndedStatement::lastMicros)
        .make();
  }

  /** Somebody who waits, and one of those for whom. */
  private record Blocked(LockWait waiting, int place) {
    static List<Blocked> all(SystemState state) {
      List<Blocked> all = new ArrayList<>();
      for (LockWait wait : state.lockWaits()) {
        for (int i = 0; i < wait.holders().size(); i++) {
          all.add(new Blocked(wait, i));
        }
      }
      return all;
    }
  }

  private static SystemTable locks() {
    return SystemTable.of(SCHEMA, "locks", Blocked::all)
        .text("waiter", row -> row.waiting.waiter())
        .text("statement", row -> row.waiting.statement())
        .text("waits_for", row -> row.waiting.wanted())
        .text("holder", row -> row.waiting.holders().get(row.place))
        .make();
  }

  private static SystemTable plans() {
    return SystemTable.of(SCHEMA, "plans", SystemState::plans)
        .text("statement", KeptPlan::statement)
        .text("tables", plan -> String.join(", ", plan.tables()))
        .bigint("bytes", KeptPlan::bytes)
        .make();
  }
}
