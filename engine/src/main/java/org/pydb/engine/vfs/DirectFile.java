package org.pydb.engine.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.pydb.engine.error.EngineException;
import org.pydb.engine.error.StorageException;

/**
 * A file on disk that is read and written past the operating system's cache, so that what the
 * database keeps in memory is not kept twice. Thread-safe.
 *
 * <p>The system demands that such transfers begin and end at blocks of the medium. Those that do,
 * as all of pages, go that way; all others go through the cache. The system keeps the two in
 * agreement as long as they do not touch the same block at the same time, which our callers never
 * do: blocks are taken for at least as large as the system's pages.
 *
 * <p>Transfers are handed to threads of a pool: a channel that can be closed by an interrupt is out
 * of the question, see {@link DiskFile}, and Java knows no other that does direct transfers in the
 * calling thread. Beside what the medium takes that is little.
 */
final class DirectFile implements VfsFile {

  /** The most bytes of one transfer. */
  private static final int TRANSFER_MAX = 512 * 1024;

  private static final int BLOCK_SIZE_MIN = 4096;

  /** Java's option is in a module that not every runtime has. */
  private static final String OPTION_TYPE = "com.sun.nio.file.ExtendedOpenOption";

  private static final ExecutorService TRANSFERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "pydb-direct");
            thread.setDaemon(true);
            return thread;
          });

  private final DiskFile file;
  private final Path path;
  private final AsynchronousFileChannel channel;
  private final int blockSize;

  /** As many as there were transfers at a time. */
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();

  private DirectFile(DiskFile file, Path path, AsynchronousFileChannel channel, int blockSize) {
    this.file = file;
    this.path = path;
    this.channel = channel;
    this.blockSize = blockSize;
  }

  /** Opens past the cache a file that is open; closes it if that fails. */
  static DirectFile open(DiskFile file, Path path, Vfs.OpenMode mode) {
    try {
      Set<OpenOption> options = new HashSet<>();
      options.add(StandardOpenOption.READ);
      options.add(directOption());
      if (mode != Vfs.OpenMode.READ) {
        options.add(StandardOpenOption.WRITE);
      }
      long blockSize = Math.max(BLOCK_SIZE_MIN, Files.getFileStore(path).getBlockSize());
      AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, options, TRANSFERS);
      return new DirectFile(file, path, channel, Math.toIntExact(blockSize));
    } catch (IOException | UnsupportedOperationException | ReflectiveOperationException e) {
      file.close();
      throw new StorageException(
          "open of "
              + path
              + " failed: there is no direct access to it, neither this file system"
              + " nor every Java has that ("
              + e
              + "). Open it without direct.",
          e);
    } catch (EngineException e) {
      file.close();
      throw e;
    }
  }

  private static OpenOption directOption() throws ReflectiveOperationException {
    return (OpenOption) Class.forName(OPTION_TYPE).getField("DIRECT").get(null);
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public int read(long position, byte[] target, int from, int count) {
    if (!isAligned(position, count)) {
      return file.read(position, target, from, count);
    }
    int done = 0;
    while (done < count) {
      int part = Math.min(count - done, TRANSFER_MAX);
      int length = transferIn(position + done, target, from + done, part);
      done += length;
      if (length < part) {
        break;
      }
    }
    return done;
  }

  private int transferIn(long position, byte[] target, int from, int count) {
    ByteBuffer buffer = take(count);
    try {
      int length = Math.max(0, await(channel.read(buffer, position)));
      buffer.get(0, target, from, length);
      return length;
    } catch (IOException e) {
      throw DiskFailure.of(e, "direct read of " + count + " bytes at " + position, path);
    } finally {
      buffers.add(buffer);
    }
  }

  @Override
  public void write(long position, byte[] source, int from, int count) {
    if (!isAligned(position, count)) {
      file.write(position, source, from, count);
      return;
    }
    for (int done = 0; done < count; done += TRANSFER_MAX) {
      transferOut(position + done, source, from + done, Math.min(count - done, TRANSFER_MAX));
    }
  }

  private void transferOut(long position, byte[] source, int from, int count) {
    ByteBuffer buffer = take(count);
    try {
      buffer.put(0, source, from, count);
      while (buffer.hasRemaining()) {
        int length = await(channel.write(buffer, position + buffer.position()));
        if (buffer.hasRemaining() && length % blockSize != 0) {
          throw new IOException("only " + length + " bytes were written");
        }
      }
    } catch (IOException e) {
      throw DiskFailure.ofWrite(e, path, position, count);
    } finally {
      buffers.add(buffer);
    }
  }

  private int await(Future<Integer> transfer) throws IOException {
    try {
      return Uninterruptibly.get(transfer);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private boolean isAligned(long position, int count) {
    return count > 0 && position % blockSize == 0 && count % blockSize == 0;
  }

  /** A buffer that begins at a block, with so many bytes. */
  private ByteBuffer take(int count) {
    ByteBuffer pooled = buffers.poll();
    ByteBuffer buffer =
        pooled == null
            ? ByteBuffer.allocateDirect(TRANSFER_MAX + blockSize).alignedSlice(blockSize)
            : pooled;
    return buffer.clear().limit(count);
  }

  @Override
  public void sync() {
    file.sync();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public void truncate(long size) {
    file.truncate(size);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw DiskFailure.of(e, "close", path);
    } finally {
      file.close();
    }
  }
}
