package org.pydb.engine.kv.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.kv.file.EntryCodec;
import org.pydb.engine.kv.file.FileEntry;
import org.pydb.engine.kv.file.Manifest;
import org.pydb.engine.kv.file.RecordFile;
import org.pydb.engine.kv.index.Index;
import org.pydb.engine.kv.index.Location;
import org.pydb.engine.kv.index.SkipListIndex;
import org.pydb.engine.kv.index.TreeIndex;
import org.pydb.engine.kv.storage.EngineContext;
import org.pydb.engine.kv.storage.Verification;

/**
 * Checks the files of a log: reads every segment to its end, compares the hint files with the
 * segments that they are of, and a persistent index with an index that is made of the segments. So
 * it takes the memory of all keys. Used once.
 */
final class LogVerifier {
  private final EngineContext context;
  private final Verification verification;

  /** What the segments say that an index should know. */
  private final SkipListIndex expected = new SkipListIndex();

  /** Where the last segment ends. */
  private long end;

  private boolean isWhole = true;

  LogVerifier(EngineContext context, Verification verification) {
    this.context = context;
    this.verification = verification;
  }

  void run() {
    Manifest.Listing listing = Manifest.verify(context, verification);
    List<FileEntry> entries = listing == null ? List.of() : listing.ofKind(Segment.KIND);
    if (listing != null && (entries.isEmpty() || entries.get(entries.size() - 1).isSealed())) {
      verification.found(
          context.vfs().describe(context.name()) + ": the manifest names no active segment");
    }
    for (FileEntry entry : entries) {
      isWhole &= isWhole(entry);
    }
    if (context.vfs().exists(TreeIndex.fileName(context))) {
      verification.part(() -> TreeIndex.verify(context, verification));
      if (isWhole && listing != null && !entries.isEmpty()) {
        FileEntry active = entries.get(entries.size() - 1);
        verification.part(() -> compareIndex(active, listing.generation()));
      }
    }
  }

  private boolean isWhole(FileEntry entry) {
    int before = verification.findings().size();
    verification.part(() -> verify(entry));
    return verification.findings().size() == before;
  }

  private void verify(FileEntry entry) {
    String name = Manifest.fileName(context.name(), entry);
    long number = entry.number();
    int before = verification.findings().size();
    try (RecordFile file =
        RecordFile.openToRead(context.vfs(), name, Segment.KIND, entry.number())) {
      List<HintFile.Hint> hints = new ArrayList<>();
      long[] last = {0};
      file.verify(
          entry.length(),
          entry.isSealed(),
          verification,
          (position, batch, bytes, from, length) -> {
            end = position + RecordFile.RECORD_HEADER_SIZE + length;
            if (batch < last[0]) {
              verification.found(file.damaged(position, "batch " + batch + " follows " + last[0]));
            }
            last[0] = batch;
            EntryCodec.visit(
                bytes,
                from,
                length,
                (start, stop, key, value) -> {
                  long at = position + RecordFile.RECORD_HEADER_SIZE + start - from;
                  if (!EntryCodec.isWhole(bytes, start, stop, file.salt())) {
                    verification.found(file.damaged(at, "an entry has a wrong checksum"));
                  }
                  hints.add(new HintFile.Hint(key, at, stop - start, value != null));
                });
          });
      if (hints.isEmpty()) {
        end = RecordFile.HEADER_SIZE;
      }
      for (HintFile.Hint hint : hints) {
        if (hint.isSet()) {
          expected.put(hint.key(), new Location(number, hint.position(), hint.length()));
        } else {
          expected.remove(hint.key());
        }
      }
      if (verification.findings().size() == before) {
        compareHints(entry, file, hints);
      }
    }
  }

  private void compareHints(FileEntry entry, RecordFile file, List<HintFile.Hint> expectedHints) {
    String name = Manifest.hintName(context.name(), entry.number());
    if (!context.vfs().exists(name)) {
      return;
    }
    Segment segment = new Segment(entry.number(), entry.rank(), file);
    List<HintFile.Hint> found =
        HintFile.read(context.vfs(), context.name(), segment, entry.length());
    if (found == null) {
      verification.found(
          context.vfs().describe(name)
              + " is damaged, so an opening reads the segment instead; delete it, and it is made anew");
      return;
    }
    boolean isSame = found.size() == expectedHints.size();
    for (int i = 0; isSame && i < found.size(); i++) {
      isSame = found.get(i).isSame(expectedHints.get(i));
    }
    if (!isSame) {
      verification.found(
          context.vfs().describe(name) + " says something else than " + file.place());
    }
  }

  /** Compares the index, if it reaches to the end of the log. */
  private void compareIndex(FileEntry active, long generation) {
    try (TreeIndex index = TreeIndex.toRead(context)) {
      LogMark mark = LogMark.read(index.mark());
      boolean isNewest =
          mark != null
              && mark.generation() == generation
              && mark.segment() == active.number()
              && mark.end() == end;
      if (isNewest) {
        compare(index);
      }
    }
  }

  private void compare(TreeIndex index) {
    byte[] found = index.next(null, true);
    byte[] wanted = expected.next(null, true);
    while (found != null || wanted != null) {
      int order = order(found, wanted);
      Location has = order > 0 ? null : get(index, found);
      Location shall = order < 0 ? null : get(expected, wanted);
      if (!Objects.equals(has, shall)) {
        verification.found(
            context.vfs().describe(TreeIndex.fileName(context))
                + " leads to "
                + has
                + ", the log to "
                + shall
                + "; delete it, the next opening makes it anew");
      }
      found = order <= 0 ? index.next(found, false) : found;
      wanted = order >= 0 ? expected.next(wanted, false) : wanted;
    }
  }

  private static @Nullable Location get(Index index, byte @Nullable [] key) {
    return key == null ? null : index.get(key);
  }

  private static int order(byte @Nullable [] one, byte @Nullable [] other) {
    if (one == null || other == null) {
      return one == null ? 1 : -1;
    }
    return Arrays.compareUnsigned(one, other);
  }
}
