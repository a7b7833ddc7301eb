package org.pydb.calcite.start;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.type.TimeFrames;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeAssignmentRule;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.util.BuiltInMethod;

/**
 * Does in the background what the first statement of a JVM needs, in three parts:
 *
 * <ol>
 *   <li>While the database is opened, Calcite's operators and the like are initialized.
 *   <li>Then the classes that the statement needs are loaded ahead of it: to find, unpack and parse
 *       a thousand of them takes nearly half of the time that it takes.
 *   <li>If nobody has asked anything yet, what statements need that are not simple.
 * </ol>
 *
 * <p>Two threads that initialize classes which need each other, from different ends, wait for each
 * other for ever. So nobody plans while a class is initialized: who wants to waits for the class
 * that is in work, and no other one is begun. Loading knows no such circles.
 *
 * <p>The list is made by a test from what a JVM loads, in that order, and kept true by it. A class
 * that is missing, in another version of Java, say, is left out.
 */
public final class WarmUp {
  private static final String LIST = "classes.txt";

  /** Before the names of classes of other libraries in a jar that holds all of them. */
  private static final String SHADED = "org.pydb.shaded.";

  /** What takes long to initialize, and every statement needs. */
  private static final List<Class<?>> FOR_ALL =
      List.of(SqlStdOperatorTable.class, RexBuilder.class, SqlTypeAssignmentRule.class);

  /** What those statements need that are planned by way of validator, converter and algebra. */
  private static final List<Class<?>> FOR_OTHERS =
      List.of(
          BuiltInMethod.class,
          DefaultRelMetadataProvider.class,
          StandardConvertletTable.class,
          TimeFrames.class);

  private static final WarmUp OF_THIS_JVM = new WarmUp();

  private final ClassLoader loader = WarmUp.class.getClassLoader();

  /** Held while a class is initialized, and by whoever plans first. */
  private final ReentrantLock initializing = new ReentrantLock();

  @GuardedBy("initializing")
  private boolean isBegun;

  @GuardedBy("initializing")
  private boolean isPlanning;

  private WarmUp() {}

  /** Begins in the background, unless that was done before or there is no processor to spare. */
  public static void begin() {
    OF_THIS_JVM.beginOnce();
  }

  private void beginOnce() {
    initializing.lock();
    try {
      if (!isBegun && Runtime.getRuntime().availableProcessors() > 1) {
        Thread thread = new Thread(this::run, "pydb warm-up");
        thread.setDaemon(true);
        thread.start();
      }
      isBegun = true;
    } finally {
      initializing.unlock();
    }
  }

  /** To be called by whoever is about to parse or plan. */
  public static void planning() {
    Planning.begin();
  }

  /** Initialized with the first plan, so that later ones need no lock. */
  private static final class Planning {
    static {
      OF_THIS_JVM.stopInitializing();
    }

    static void begin() {}
  }

  private void stopInitializing() {
    initializing.lock();
    try {
      isPlanning = true;
    } finally {
      initializing.unlock();
    }
  }

  private void run() {
    FOR_ALL.forEach(this::initialize);
    loadAll();
    FOR_OTHERS.forEach(this::initialize);
  }

  private void initialize(Class<?> next) {
    initializing.lock();
    try {
      if (!isPlanning) {
        load(next.getName(), true);
      }
    } finally {
      initializing.unlock();
    }
  }

  private void loadAll() {
    boolean isShaded = SqlNode.class.getName().startsWith(SHADED);
    try (InputStream list = WarmUp.class.getResourceAsStream(LIST)) {
      if (list == null) {
        return;
      }
      BufferedReader names = new BufferedReader(new InputStreamReader(list, US_ASCII));
      for (String name = names.readLine(); name != null; name = names.readLine()) {
        load(isShaded ? shaded(name) : name, false);
      }
    } catch (IOException e) {
      assert true; // Then the first statement takes as long as it takes.
    }
  }

  private static String shaded(String name) {
    return name.startsWith("java") || name.startsWith("org.pydb.") ? name : SHADED + name;
  }

  private void load(String name, boolean initialize) {
    try {
      Class<?> unused = Class.forName(name, initialize, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      assert true; // Another version of a library, or of Java; who needs the class will say so.
    }
  }
}
