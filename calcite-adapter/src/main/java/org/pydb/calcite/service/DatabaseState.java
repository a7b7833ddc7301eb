package org.pydb.calcite.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.JavaFunction;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.exec.table.TableAccess;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.calcite.system.SystemState;
import org.pydb.engine.TreeSize;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.table.Sequences;

/** What system tables tell, as one execution of a session sees it. */
final class DatabaseState implements SystemState {
  private final Session session;
  private final TableAccess access;

  DatabaseState(Session session, TableAccess access) {
    this.session = session;
    this.access = access;
  }

  @Override
  public Catalog catalog() {
    return access.transaction().catalog();
  }

  @Override
  public String databaseName() {
    return session.database().name();
  }

  @Override
  public List<String> searchPath() {
    return session.searchPath().schemas();
  }

  @Override
  public long rowCount(TableDefinition table) {
    return session.database().engine().rowCount(table);
  }

  @Override
  public TreeSize size(int treeId) {
    try {
      return session.database().engine().size(treeId);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public long changeCount(TableDefinition table) {
    return session.database().engine().changeCounts().of(table.id());
  }

  @Override
  public @Nullable TableProfile profile(TableDefinition table) {
    return session.database().statistics().profile(table);
  }

  @Override
  public Sequences.Last lastNumber(SequenceDefinition sequence) {
    try {
      return session.database().engine().lastNumber(sequence);
    } catch (EngineException e) {
      throw EngineErrors.translate(e);
    }
  }

  @Override
  public List<LockWait> lockWaits() {
    return session.database().lockWaits();
  }

  @Override
  public Map<String, String> settings() {
    return new SettingCommands(session).all();
  }

  @Override
  public Collection<JavaFunction> functions() {
    return session.database().functions().all();
  }

  @Override
  public List<SessionActivity> sessions() {
    return session.database().activity();
  }

  @Override
  public List<EndedStatement> endedStatements() {
    return session.database().endedStatements().all();
  }

  @Override
  public List<KeptPlan> plans() {
    return session.database().plans().kept();
  }
}
