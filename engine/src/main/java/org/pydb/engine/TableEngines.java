package org.pydb.engine;

import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.pydb.engine.home.EngineHomes;
import org.pydb.engine.kv.index.IndexFactory;
import org.pydb.engine.kv.log.LogEngine;
import org.pydb.engine.kv.lsm.LsmEngine;
import org.pydb.engine.kv.memory.MemoryEngine;
import org.pydb.engine.kv.storage.EngineFactory;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.txn.TreeHomes;

/**
 * The engines that can keep tables, by the names that {@code CREATE TABLE … USING} calls them.
 * Immutable; thread-safe.
 *
 * <p>The log engine is here once for each ordered index that it can have: its tables are in stores
 * of their own, {@code log}, {@code log-btree} and {@code log-persistent}.
 */
public final class TableEngines {

  /** The engines of this jar. */
  public static final TableEngines BUILT_IN =
      new TableEngines(
          new TreeMap<>(
              Map.of(
                  "log", LogEngine.with(IndexFactory.SKIP_LIST),
                  "log-btree", LogEngine.with(IndexFactory.BTREE),
                  "log-persistent", LogEngine.with(IndexFactory.PERSISTENT),
                  "lsm", LsmEngine.FACTORY,
                  "memory", MemoryEngine.FACTORY)));

  /** What is no name: files of the database end with a name. */
  private static final Pattern NAME =
      Pattern.compile("(?!wal$|lock$|temp$|part$|heap$)[a-z][a-z0-9_]*");

  private static volatile TableEngines known = BUILT_IN;

  private final Map<String, EngineFactory> engines;

  private TableEngines(Map<String, EngineFactory> engines) {
    this.engines = Collections.unmodifiableMap(engines);
  }

  /** Those of this jar, and what was {@linkplain #register registered}. */
  public static TableEngines known() {
    return known;
  }

  /**
   * Makes an engine known to all databases that are opened from now on by whoever has loaded this
   * class.
   *
   * @throws IllegalArgumentException as for {@link DatabaseOptions#withEngine}
   */
  public static synchronized void register(EngineFactory factory) {
    known = known.with(factory);
  }

  TableEngines with(EngineFactory factory) {
    String name = factory.name();
    if (!NAME.matcher(name).matches() || name.length() > EngineFactory.NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name for an engine of tables: expected a lower-case word of at most "
              + EngineFactory.NAME_LENGTH_MAX
              + " letters, digits and underlines, and not wal, lock, temp, part or heap");
    }
    if (engines.containsKey(name) || name.equals(TableDefinition.BTREE)) {
      throw new IllegalArgumentException("there is an engine called '" + name + "' already");
    }
    Map<String, EngineFactory> more = new TreeMap<>(engines);
    more.put(name, factory);
    return new TableEngines(more);
  }

  /** The names that tables can be given, {@code btree} among them. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(engines.keySet());
    names.add(TableDefinition.BTREE);
    return names;
  }

  TreeHomes.Opener opener() {
    return EngineHomes.of(engines);
  }
}
