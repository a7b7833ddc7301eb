package org.pydb.calcite.service;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.TableStatistics;
import org.pydb.calcite.statistics.ProfileCodec;
import org.pydb.calcite.statistics.TableProfile;
import org.pydb.engine.Database;
import org.pydb.engine.schema.KeyRange;
import org.pydb.engine.schema.TableDefinition;

/**
 * What planning knows of the contents of a database's tables: the profiles that analyses have
 * committed, the number of rows now, and what the trees tell when asked. Thread-safe.
 *
 * <p>Each table has a <em>version</em> that changes when plans which were made before may no longer
 * be good ones: the number of its rows has doubled or halved, or another profile says something
 * else. The <em>epoch</em> changes whenever some version may have, so that a plan need look at
 * versions only then.
 */
final class Statistics {

  /** Tables with fewer rows are all alike: plans for them are good whatever they hold. */
  private static final double ROWS_MIN = 100;

  /** A profile as it was read. */
  @SuppressWarnings("ArrayRecordComponent") // compared by hand
  private record Known(
      @Nullable Object read, byte @Nullable [] bytes, @Nullable TableProfile profile) {}

  /** What a version stands for. */
  private record Estimates(int version, double rowCount, @Nullable TableProfile profile) {}

  private final Database engine;
  private final Map<Integer, Known> profiles = new ConcurrentHashMap<>();
  private final Map<Integer, Estimates> estimates = new ConcurrentHashMap<>();
  private final AtomicLong epoch = new AtomicLong();
  private volatile @Nullable Object lastRead;

  Statistics(Database engine) {
    this.engine = engine;
  }

  /** What is known of a table, for planning. */
  TableStatistics of(TableDefinition table) {
    return new TableStatistics() {
      @Override
      public double rowCount() {
        return engine.rowCount(table);
      }

      @Override
      public @Nullable TableProfile profile() {
        return Statistics.this.profile(table);
      }

      @Override
      public double entries(int tree, KeyRange range) {
        return engine.estimateEntries(tree, range);
      }

      @Override
      public int version() {
        return Statistics.this.version(table);
      }
    };
  }

  /** The profile of a table that was committed last, or null if there is none. */
  @Nullable TableProfile profile(TableDefinition table) {
    Object now = engine.statisticsVersion();
    Known known = profiles.get(table.id());
    if (known != null && known.read == now) {
      return known.profile;
    }
    byte[] bytes = now == null ? null : engine.statistics(table);
    TableProfile profile = known == null ? null : known.profile;
    if (known == null || !Arrays.equals(known.bytes, bytes)) {
      profile = bytes == null ? null : ProfileCodec.decode(bytes);
    }
    profiles.put(table.id(), new Known(now, bytes, profile));
    return profile;
  }

  /** Changes when some {@link #version} may have. */
  long epoch() {
    Object now = engine.statisticsVersion();
    if (now != lastRead) {
      lastRead = now;
      return epoch.incrementAndGet();
    }
    return epoch.get();
  }

  /** Says that the number of rows of some table may have doubled or halved. */
  void moved() {
    epoch.incrementAndGet();
  }

  /** Changes when estimates for a table have moved by a factor. */
  private int version(TableDefinition table) {
    TableProfile profile = profile(table);
    double rowCount = Math.max(ROWS_MIN, (double) engine.rowCount(table));
    return estimates.compute(
            table.id(),
            (id, before) ->
                before != null && !hasMoved(before, rowCount, profile)
                    ? before
                    : new Estimates(before == null ? 0 : before.version + 1, rowCount, profile))
        .version;
  }

  @SuppressWarnings("ReferenceEquality") // looked into only if it is another one
  private static boolean hasMoved(
      Estimates before, double rowCount, @Nullable TableProfile profile) {
    return rowCount > 2 * before.rowCount
        || before.rowCount > 2 * rowCount
        || (profile != null && profile != before.profile && profile.hasMovedFrom(before.profile));
  }
}
