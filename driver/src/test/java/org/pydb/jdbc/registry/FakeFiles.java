package org.pydb.jdbc.registry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.DatabaseLocation;
import org.pydb.calcite.api.LockWait;
import org.pydb.calcite.api.RunningStatement;
import org.pydb.calcite.api.SqlDatabase;
import org.pydb.calcite.api.SqlSession;

/** Databases that hold nothing, but know who has them open. Thread-safe. */
final class FakeFiles implements Opener {
  private final List<Path> opened = Collections.synchronizedList(new ArrayList<>());
  private final List<Path> openedTwice = Collections.synchronizedList(new ArrayList<>());
  private final Set<Path> locked = Collections.synchronizedSet(new HashSet<>());
  private final AtomicInteger openNow = new AtomicInteger();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  @Override
  public SqlDatabase open(DatabaseLocation location, Map<String, String> properties) {
    Path path = location instanceof DatabaseLocation.File file ? file.path() : null;
    RuntimeException wanted = failure.getAndSet(null);
    if (wanted != null) {
      throw wanted;
    }
    if (path != null) {
      opened.add(path);
      if (!locked.add(path)) {
        openedTwice.add(path);
      }
    }
    openNow.incrementAndGet();
    return new FakeDatabase(path);
  }

  void failNext(RuntimeException wanted) {
    failure.set(wanted);
  }

  List<Path> opened() {
    return opened;
  }

  List<Path> openedTwice() {
    return openedTwice;
  }

  int openNow() {
    return openNow.get();
  }

  private final class FakeDatabase implements SqlDatabase {
    private final Path path;
    private final AtomicBoolean closed = new AtomicBoolean();

    FakeDatabase(Path path) {
      this.path = path;
    }

    @Override
    public SqlSession connect() {
      throw new AssertionError("the registry opens and closes databases, it does not connect");
    }

    @Override
    public void checkKey(Supplier<char @Nullable []> key) {}

    @Override
    public List<LockWait> lockWaits() {
      return List.of();
    }

    @Override
    public List<RunningStatement> runningStatements() {
      return List.of();
    }

    @Override
    public boolean isClosed() {
      return closed.get();
    }

    @Override
    public void close() {
      if (!isClosed()) {
        Thread.onSpinWait();
        if (path != null) {
          locked.remove(path);
        }
        if (closed.compareAndSet(false, true)) {
          openNow.decrementAndGet();
        }
      }
    }
  }
}
