package org.pydb.examples.benchmarks.workload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pydb.examples.benchmarks.measure.Contestant;
import org.pydb.examples.benchmarks.measure.Timer;

/** What the disk takes by itself: 256 bytes written to a preallocated file, then a sync. */
public final class BareSync implements Contestant {

  /** The name in tables. */
  public static final String NAME = "bare write + sync";

  private static final int WRITE_BYTES = 256;
  private static final int FILE_BYTES = 16 << 20;

  private final Path path;
  private final FileChannel channel;
  private final int writes;
  private final int share;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(WRITE_BYTES);
  private long position;

  private BareSync(Path path, FileChannel channel, int writes, int share) {
    this.path = path;
    this.channel = channel;
    this.writes = writes;
    this.share = share;
  }

  /** Writes the file full of zeros and syncs it. */
  public static BareSync create(Path directory, int writes) throws IOException {
    return create(directory, writes, 1);
  }

  /**
   * Writes the file full of zeros and syncs it.
   *
   * @param writes how often it writes and syncs in a round
   * @param share how many operations a sync is for
   */
  static BareSync create(Path directory, int writes, int share) throws IOException {
    Files.createDirectories(directory);
    Path path = Files.createTempFile(directory, "bare-", ".bin");
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(FILE_BYTES);
    while (zeros.hasRemaining()) {
      channel.write(zeros);
    }
    channel.force(true);
    return new BareSync(path, channel, writes, share);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public double round() throws Exception {
    return Timer.medianMicros(writes, i -> writeOnce()) / share;
  }

  /** Writes once and syncs. */
  public void writeOnce() throws IOException {
    buffer.clear();
    channel.write(buffer, position);
    channel.force(false);
    position = (position + WRITE_BYTES) % FILE_BYTES;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(path);
  }
}
