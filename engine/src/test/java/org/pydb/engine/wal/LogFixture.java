package org.pydb.engine.wal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.pydb.engine.vfs.Vfs;
import org.pydb.engine.vfs.VfsFile;

/** Logs of text frames, for tests. */
final class LogFixture {

  static final String NAME = "shop.pydb-wal";

  static final UUID ID = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

  /** Runs what belongs in the background at once. */
  static final Executor AT_ONCE = Runnable::run;

  /** Never runs what belongs in the background. */
  static final Executor NEVER = task -> {};

  private LogFixture() {}

  /** A frame that was read. */
  record Frame(long position, long number, int kind, String text) {}

  /** A log that was recovered, and what recovery showed. */
  record Recovered(WriteAheadLog log, List<Frame> frames) implements AutoCloseable {
    List<String> texts() {
      return frames.stream().map(Frame::text).toList();
    }

    @Override
    public void close() {
      log.close();
    }
  }

  static WriteAheadLog newLog(Vfs vfs, int segmentSize) {
    return WriteAheadLog.create(vfs, NAME, ID, segmentSize, LogPoint.ORIGIN, AT_ONCE);
  }

  static long append(WriteAheadLog log, String text) {
    byte[] body = text.getBytes(UTF_8);
    return log.append(7, body, 0, body.length);
  }

  static void commit(WriteAheadLog log, String... texts) {
    for (String text : texts) {
      append(log, text);
      log.sync();
    }
  }

  static Recovered recover(Vfs vfs) {
    return recover(vfs, LogPoint.ORIGIN);
  }

  static Recovered recover(Vfs vfs, LogPoint from) {
    List<Frame> frames = new ArrayList<>();
    WriteAheadLog log = WriteAheadLog.recover(vfs, NAME, ID, from, AT_ONCE, collector(frames));
    return new Recovered(log, frames);
  }

  static FrameVisitor collector(List<Frame> frames) {
    return (position, number, kind, body, length) ->
        frames.add(new Frame(position, number, kind, new String(body, 0, length, UTF_8)));
  }

  static List<String> recoveredTexts(Vfs vfs) {
    try (Recovered recovered = recover(vfs)) {
      return recovered.texts();
    }
  }

  static byte[] content(Vfs vfs) {
    try (VfsFile file = vfs.open(NAME, Vfs.OpenMode.READ)) {
      byte[] bytes = new byte[Math.toIntExact(file.size())];
      file.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }

  static void put(Vfs vfs, byte[] content) {
    vfs.delete(NAME);
    try (VfsFile file = vfs.open(NAME, Vfs.OpenMode.CREATE)) {
      file.write(0, content, 0, content.length);
    }
  }
}
