package org.pydb.engine.inspect;

import java.util.Arrays;
import java.util.function.Consumer;
import org.pydb.engine.bytes.Bytes;
import org.pydb.engine.txn.Redo;
import org.pydb.engine.wal.FrameVisitor;

/** The frames of a log in words and as bytes. Not thread-safe. */
final class LogPrinter implements FrameVisitor, Redo.Target {
  private static final int RAW_MAX = 256;
  private static final String INDENT = "    ";

  private final TreeNames names;
  private final EntryPrinter entries;
  private final Consumer<String> out;
  private int tree;

  /** The beginning of a record that goes on in the next frame of its kind. */
  private byte[] carried = Bytes.EMPTY;

  LogPrinter(TreeNames names, EntryPrinter entries, Consumer<String> out) {
    this.names = names;
    this.entries = entries;
    this.out = out;
  }

  @Override
  public void frame(long position, long number, int kind, byte[] body, int length) {
    out.accept(
        "frame "
            + number
            + " at position "
            + position
            + ": "
            + title(kind, body)
            + ", "
            + length
            + " bytes");
    switch (kind) {
      case Redo.BATCH_FRAME -> {
        records(body, Redo.BATCH_HEADER, length);
        carried = Bytes.EMPTY;
      }
      case Redo.CHUNK_FRAME -> records(body, 0, length);
      case Redo.PART_FRAME -> records(body, Redo.PART_HEADER, length);
      default -> {
        // Its title says all.
      }
    }
    HexDump.print(body, 0, Math.min(length, RAW_MAX), INDENT, out);
    if (length > RAW_MAX) {
      out.accept(INDENT + "… " + (length - RAW_MAX) + " bytes more");
    }
  }

  private static String title(int kind, byte[] body) {
    return switch (kind) {
      case Redo.BATCH_FRAME -> "batch of version " + Bytes.getLong(body, 0);
      case Redo.CHUNK_FRAME -> "chunk of the batch that follows";
      case Redo.CHECKPOINT_FRAME -> "checkpoint " + Bytes.getLong(body, 0) + " is durable";
      case Redo.PART_FRAME -> "part of a large transaction";
      default -> "kind " + kind;
    };
  }

  private void records(byte[] body, int from, int to) {
    byte[] bytes = Arrays.copyOf(carried, carried.length + to - from);
    System.arraycopy(body, from, bytes, carried.length, to - from);
    int end = Redo.read(bytes, 0, bytes.length, "the log", this);
    carried = Arrays.copyOfRange(bytes, end, bytes.length);
  }

  @Override
  public void tree(int id) {
    tree = id;
    out.accept("  " + names.of(id));
  }

  @Override
  public void put(byte[] bytes, int keyFrom, int keyTo, int valueFrom, int valueLength) {
    byte[] key = Arrays.copyOfRange(bytes, keyFrom, keyTo);
    out.accept(INDENT + "set " + entries.entry(tree, key, bytes, valueFrom, valueLength));
  }

  @Override
  public void delete(byte[] bytes, int keyFrom, int keyTo) {
    byte[] key = Arrays.copyOfRange(bytes, keyFrom, keyTo);
    out.accept(INDENT + "delete " + entries.key(tree, key));
  }

  @Override
  public void dropTree(int id) {
    out.accept("  drop " + names.of(id));
  }

  @Override
  public void storedTree(int id, String home) {
    out.accept("  " + names.of(id) + " begins, in the store " + home);
  }

  @Override
  public void parts(long origin, long count) {
    out.accept("  " + count + " parts from position " + origin + " belong here");
  }
}
