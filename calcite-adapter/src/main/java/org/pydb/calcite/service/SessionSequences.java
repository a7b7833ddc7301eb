package org.pydb.calcite.service;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.CatalogTexts;
import org.pydb.calcite.exec.expression.SessionAccess;
import org.pydb.calcite.exec.table.TableAccess;
import org.pydb.calcite.parser.NameText;
import org.pydb.calcite.system.PgTexts;
import org.pydb.calcite.system.SystemState;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.SequenceDefinition;

/**
 * The sequences as functions of a session see them, and what they gave it. Numbers are given
 * outside of transactions: none comes back. Thread-safe, as long as the catalog stays the same.
 */
final class SessionSequences implements SessionAccess {
  /** The numbers that sequences gave a session last. Thread-safe. */
  static final class Given {

    /** By the ids of sequences. */
    private final Map<Integer, Long> numbers = new ConcurrentHashMap<>();

    private volatile @Nullable Long last;
  }

  private final Session session;
  private final TableAccess access;

  /**
   * The sequences for one execution after the other.
   *
   * @param access in which transaction they run
   */
  SessionSequences(Session session, TableAccess access) {
    this.session = session;
    this.access = access;
  }

  @Override
  public long next(String sequence) {
    return next(find(sequence));
  }

  @Override
  public long next(int sequence) {
    SequenceDefinition found = access.transaction().catalog().sequence(sequence);
    if (found == null) {
      throw new SqlError("42P01", "the sequence with the id " + sequence + " was dropped");
    }
    return next(found);
  }

  private long next(SequenceDefinition sequence) {
    session.transactions().checkWritable("execute nextval()");
    long number;
    try {
      number = session.database().engine().sequences().next(sequence);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
    session.givenNumbers().numbers.put(sequence.id(), number);
    session.givenNumbers().last = number;
    return number;
  }

  @Override
  public long current(String sequence) {
    SequenceDefinition found = find(sequence);
    Long number = session.givenNumbers().numbers.get(found.id());
    if (number == null) {
      throw new SqlError(
          "55000",
          "currval of sequence \""
              + found.name()
              + "\" is not yet defined in this session: it is once nextval was called");
    }
    return number;
  }

  @Override
  public long last() {
    Long number = session.givenNumbers().last;
    if (number == null) {
      throw new SqlError("55000", "lastval is not yet defined in this session");
    }
    return number;
  }

  @Override
  public long set(String sequence, long number, boolean isGiven) {
    session.transactions().checkWritable("execute setval()");
    SequenceDefinition found = find(sequence);
    if (number < found.least() || number > found.greatest()) {
      throw new SqlError(
          "22003",
          "setval: value "
              + number
              + " is out of bounds for sequence \""
              + found.name()
              + "\" ("
              + found.least()
              + ".."
              + found.greatest()
              + ")");
    }
    try {
      session.database().engine().sequences().set(found, number, isGiven);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
    if (isGiven) {
      session.givenNumbers().numbers.put(found.id(), number);
    }
    return number;
  }

  @Override
  public @Nullable String currentSchema() {
    return session.searchPath().current(access.transaction().catalog());
  }

  @Override
  public String user() {
    return session.user();
  }

  @Override
  public String database() {
    return session.database().name();
  }

  @Override
  public @Nullable String setting(String name, boolean mayBeMissing) {
    String parameter = name.toLowerCase(Locale.ROOT);
    return mayBeMissing && !SettingCommands.isKnown(parameter)
        ? null
        : new SettingCommands(session).show(parameter);
  }

  @Override
  public String configure(String name, String value, boolean isLocal) {
    String parameter = name.toLowerCase(Locale.ROOT);
    SettingCommands settings = new SettingCommands(session);
    settings.set(parameter, value, isLocal && session.inTransaction());
    return settings.show(parameter);
  }

  @Override
  public long clockMicros() {
    return Clock.micros();
  }

  @Override
  public int number() {
    return session.number();
  }

  @Override
  public boolean lock(long key, boolean ofTransaction, boolean waits, Runnable checkCanceled) {
    ApplicationLocks locks = session.database().applicationLocks();
    boolean taken = locks.lock(session, key, ofTransaction, waits, checkCanceled);
    if (taken && ofTransaction) {
      session.transactions().holdApplicationLocks();
    }
    return taken;
  }

  @Override
  public boolean unlock(long key) {
    return session.database().applicationLocks().unlock(session, key);
  }

  @Override
  public void unlockAll() {
    session.database().applicationLocks().unlockAll(session);
  }

  @Override
  public void resetStatementStatistics() {
    session.database().endedStatements().reset();
  }

  @Override
  public <T> T offered(Class<T> type) {
    SystemState state = new DatabaseState(session, access);
    if (type == SystemState.class) {
      return type.cast(state);
    }
    return type == CatalogTexts.class
        ? type.cast(new PgTexts(state))
        : SessionAccess.super.offered(type);
  }

  private SequenceDefinition find(String text) {
    List<String> name = NameText.parse(text);
    if (name == null || name.size() > 2) {
      throw new SqlError("42602", "invalid name syntax: \"" + text + "\"");
    }
    Catalog catalog = access.transaction().catalog();
    List<String> schemas = name.size() == 2 ? List.of(name.get(0)) : session.searchPath().schemas();
    String relation = name.get(name.size() - 1);
    for (String schema : schemas) {
      SequenceDefinition found = catalog.sequence(schema, relation);
      if (found != null) {
        return found;
      }
      if (catalog.isTaken(schema, relation)) {
        throw new SqlError("42809", "\"" + relation + "\" is not a sequence");
      }
    }
    throw new SqlError("42P01", "relation \"" + text + "\" does not exist");
  }
}
