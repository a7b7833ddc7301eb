package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.error.StorageException;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.storage.EngineContext;

/** Makes the files of runs. */
final class RunFiles {
  private static final int ENTRIES_BETWEEN = 64;

  private final EngineContext context;
  private final Manifest manifest;
  private final BlockCache cache;

  RunFiles(EngineContext context, Manifest manifest, BlockCache cache) {
    this.context = context;
    this.manifest = manifest;
    this.cache = cache;
  }

  /** Opens a run that the manifest names. */
  Run open(FileEntry entry) {
    return Run.open(context, entry, cache);
  }

  /** Writes entries into one run, if there are any; its name is durable. */
  List<Run> write(SortedCursor entries, int level) {
    return write(entries, level, Long.MAX_VALUE, false, () -> {});
  }

  /**
   * Writes entries into runs of about so many bytes; their names are durable.
   *
   * @param meanwhile is done now and then; what it throws ends the writing, and nothing is left
   */
  List<Run> write(
      SortedCursor entries, int level, long bytesMax, boolean dropsDeletions, Runnable meanwhile) {
    List<Run> runs = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    try {
      long count = 0;
      boolean more = nextKept(entries, dropsDeletions);
      while (more) {
        long number = manifest.newNumber();
        numbers.add(number);
        String name = Manifest.fileName(context.name(), number, RunWriter.KIND);
        FileEntry entry;
        try (RunWriter writer = new RunWriter(context.vfs(), name, number)) {
          do {
            writer.add(entries.key(), entries.value());
            if (++count % ENTRIES_BETWEEN == 0) {
              meanwhile.run();
            }
            more = nextKept(entries, dropsDeletions);
          } while (more && writer.length() < bytesMax);
          entry = writer.finish(level);
        }
        context.vfs().syncName(name);
        runs.add(open(entry));
      }
      return runs;
    } catch (RuntimeException | Error e) {
      runs.forEach(Run::close);
      numbers.forEach(this::delete);
      throw e;
    }
  }

  /** Gives up runs that no manifest names. */
  void drop(List<Run> runs) {
    runs.forEach(Run::close);
    runs.forEach(run -> delete(run.entry().number()));
  }

  private void delete(long number) {
    try {
      manifest.deleteFile(number, RunWriter.KIND);
    } catch (StorageException e) {
      return; // The next opening tries again.
    }
  }

  private static boolean nextKept(SortedCursor entries, boolean dropsDeletions) {
    boolean more = entries.next();
    while (more && dropsDeletions && entries.value() == null) {
      more = entries.next();
    }
    return more;
  }
}
