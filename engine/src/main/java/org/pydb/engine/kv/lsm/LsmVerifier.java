package org.pydb.engine.kv.lsm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.Verification;

/**
 * Checks the files of a log-structured merge tree: all blocks of all runs, that the runs of a level
 * do not overlap, and the logs. Used once.
 */
final class LsmVerifier {
  private final EngineContext context;
  private final Verification verification;

  LsmVerifier(EngineContext context, Verification verification) {
    this.context = context;
    this.verification = verification;
  }

  void run() {
    Manifest.Listing listing = Manifest.verify(context, verification);
    if (listing == null) {
      return;
    }
    List<FileEntry> logs = listing.ofKind(LsmEngine.LOG_KIND);
    if (logs.isEmpty()) {
      verification.found(context.vfs().describe(context.name()) + ": the manifest names no log");
    }
    logs.forEach(log -> verification.part(() -> verifyLog(log)));
    List<FileEntry> runs = listing.ofKind(RunWriter.KIND);
    runs.forEach(run -> verification.part(() -> verifyRun(run)));
    for (int level = 1; level < LsmEngine.LEVELS; level++) {
      int wanted = level;
      verifyLevel(runs.stream().filter(run -> run.level() == wanted).toList());
    }
  }

  private void verifyLog(FileEntry entry) {
    String name = Manifest.fileName(context.name(), entry);
    try (RecordFile log =
        RecordFile.openToRead(context.vfs(), name, LsmEngine.LOG_KIND, entry.number())) {
      log.verify(
          entry.length(),
          entry.isSealed(),
          verification,
          (position, number, bytes, from, length) ->
              EntryCodec.visit(
                  bytes,
                  from,
                  length,
                  (start, end, key, value) -> {
                    if (!EntryCodec.isWhole(bytes, start, end, log.salt())) {
                      long at = position + RecordFile.RECORD_HEADER_SIZE + start - from;
                      verification.found(log.damaged(at, "an entry has a wrong checksum"));
                    }
                  }));
    }
  }

  private void verifyRun(FileEntry entry) {
    try (Run run = Run.open(context, entry, new BlockCache(0))) {
      run.verify(verification);
    }
  }

  private void verifyLevel(List<FileEntry> runs) {
    List<FileEntry> sorted =
        runs.stream()
            .sorted(Comparator.comparing(FileEntry::lower, Arrays::compareUnsigned))
            .toList();
    for (int i = 1; i < sorted.size(); i++) {
      FileEntry before = sorted.get(i - 1);
      FileEntry entry = sorted.get(i);
      if (Arrays.compareUnsigned(before.upper(), entry.lower()) >= 0) {
        verification.found(
            place(before) + " and " + place(entry) + " have the same keys, in one level");
      }
    }
  }

  private String place(FileEntry entry) {
    return context.vfs().describe(Manifest.fileName(context.name(), entry));
  }
}
