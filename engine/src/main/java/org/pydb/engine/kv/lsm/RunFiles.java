package org.pydb.engine.kv.lsm;

import java.util.ArrayList;
import java.util.List;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.storage.EngineContext;

/** Makes the files of runs. */
final class RunFiles {
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

  /** Writes entries into runs of about so many bytes; their names are durable. */
  List<Run> write(SortedCursor entries, int level, long bytesMax, boolean dropsDeletions) {
    List<Run> runs = new ArrayList<>();
    try {
      boolean more = nextKept(entries, dropsDeletions);
      while (more) {
        long number = manifest.newNumber();
        String name = Manifest.fileName(context.name(), number, RunWriter.KIND);
        FileEntry entry;
        try (RunWriter writer = new RunWriter(context.vfs(), name, number)) {
          do {
            writer.add(entries.key(), entries.value());
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
      throw e;
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
