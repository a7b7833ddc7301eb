package org.pydb.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/**
 * A terminal of which {@code stty} reads and makes the settings. That is a process of the same
 * terminal, so Ctrl-C, or the interrupt that becomes of it, may end it before it is done; then it
 * is run again, rather than that the shell ends. An interrupt stays for who waits for one.
 */
final class SteadyPty implements Pty {
  private static final int TRIES_MAX = 50;

  private final Pty pty;

  SteadyPty(Pty pty) {
    this.pty = pty;
  }

  /** Something that a person may end by mistake. */
  private interface Task<T> {
    T run() throws IOException;
  }

  private static <T> T run(Task<T> task) throws IOException {
    boolean isInterrupted = false;
    try {
      for (int tries = 1; ; tries++) {
        isInterrupted |= Thread.interrupted();
        try {
          return task.run();
        } catch (IOException e) {
          isInterrupted |= e instanceof InterruptedIOException;
          if (tries == TRIES_MAX) {
            throw e;
          }
        }
      }
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A {@link Task} without a result. */
  private interface Change {
    void make() throws IOException;
  }

  private static void change(Change change) throws IOException {
    run(
        () -> {
          change.make();
          return change;
        });
  }

  @Override
  public Attributes getAttr() throws IOException {
    return run(pty::getAttr);
  }

  @Override
  public void setAttr(Attributes attributes) throws IOException {
    change(() -> pty.setAttr(attributes));
  }

  @Override
  public Size getSize() throws IOException {
    return run(pty::getSize);
  }

  @Override
  public void setSize(Size size) throws IOException {
    change(() -> pty.setSize(size));
  }

  @Override
  public InputStream getMasterInput() throws IOException {
    return pty.getMasterInput();
  }

  @Override
  public OutputStream getMasterOutput() throws IOException {
    return pty.getMasterOutput();
  }

  @Override
  public InputStream getSlaveInput() throws IOException {
    return pty.getSlaveInput();
  }

  @Override
  public OutputStream getSlaveOutput() throws IOException {
    return pty.getSlaveOutput();
  }

  @Override
  public SystemStream getSystemStream() {
    return pty.getSystemStream();
  }

  @Override
  public TerminalProvider getProvider() {
    return pty.getProvider();
  }

  @Override
  public void close() throws IOException {
    pty.close();
  }
}
